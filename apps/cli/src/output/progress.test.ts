import { expect, test } from 'vitest'
import { createProgress, printBar } from './progress.ts'

function createClock() {
  let time = 0
  return { now: () => time, pass: (milliseconds: number) => void (time += milliseconds) }
}

test('a line moves on a terminal, fits it, and is taken away at the end', () => {
  const drawn: string[] = []
  const { now, pass } = createClock()
  const progress = createProgress({ interactive: true, now, width: 40 }, { draw: (text) => void drawn.push(text) })
  progress.show(0.5, 'half of it, and much more than fits')
  progress.show(0.51, 'too soon')
  pass(100)
  progress.show(0.6, 'later')
  progress.end('done')
  expect(drawn).toEqual([
    '\r\u001b[2K██████████░░░░░░░░░░ half of it, and m…',
    '\r\u001b[2K████████████░░░░░░░░ later',
    '\r\u001b[2K',
    'done\n',
  ])
})

test('without a terminal there is a line for every tenth, and no control character', () => {
  const drawn: string[] = []
  const progress = createProgress({ interactive: false, now: () => 0, width: 80 }, { draw: (text) => void drawn.push(text) })
  for (let step = 0; step <= 300; step++) progress.show(step / 300, `step ${step}`)
  progress.end()
  expect(drawn).toHaveLength(11)
  expect(drawn[0]).toBe('  0 % step 0\n')
  expect(drawn.at(-1)).toBe('100 % step 300\n')
})

test('what is quick shows nothing', () => {
  const drawn: string[] = []
  const { now, pass } = createClock()
  const progress = createProgress({ interactive: true, now, width: 80 }, { patience: 1_000, draw: (text) => void drawn.push(text) })
  progress.show(0.5, 'soon')
  progress.end()
  expect(drawn).toEqual([])
  pass(1_000)
  progress.show(0.6, 'late')
  expect(drawn).toHaveLength(1)
})

test('without a terminal nothing is shown of what ends within ten seconds', () => {
  const drawn: string[] = []
  const { now, pass } = createClock()
  const progress = createProgress({ interactive: false, now, width: 80 }, { patience: 1_000, draw: (text) => void drawn.push(text) })
  pass(9_000)
  progress.show(0.5, 'half')
  expect(drawn).toEqual([])
  pass(1_000)
  progress.show(0.6, 'more')
  expect(drawn).toEqual([' 60 % more\n'])
})

test.each([
  [0, '░░░░'],
  [0.5, '██░░'],
  [1, '████'],
  [7, '████'],
  [-1, '░░░░'],
])('a bar for %d', (fraction, bar) => expect(printBar(fraction, 4)).toBe(bar))
