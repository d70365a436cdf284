import { expect, it } from 'vitest'
import { createProgressLine } from './progress-line.ts'

function show(isTTY: boolean): string {
  let shown = ''
  const progress = createProgressLine({ isTTY, write: (text) => (shown += text) })
  for (let epoch = 1; epoch <= 25; epoch++) progress({ epoch, epochs: 25, phase: 'phase_1', val_acc: 0.5, best_acc: 0.625 })
  return shown
}

it('writes over one line on a terminal', () => {
  expect(show(true)).toMatch(/^(\repoch \d+\/25 phase_1 val_acc 0.500 best_acc 0.625){25}\n$/)
})

it('writes a few lines elsewhere, the last epoch among them', () => {
  const lines = show(false).trimEnd().split('\n')
  expect(lines.map((line) => line.split(' ')[1])).toEqual(['3/25', '6/25', '9/25', '12/25', '15/25', '18/25', '21/25', '24/25', '25/25'])
})
