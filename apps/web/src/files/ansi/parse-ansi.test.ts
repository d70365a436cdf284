import { describe, expect, it } from 'vitest'
import { parseAnsi, plainText } from './parse-ansi.ts'

const ESC = '\u001b'

describe('a line of a log', () => {
  it('has its colours as looks, of all the ways in which they are written', () => {
    expect(parseAnsi(`a${ESC}[1;31mred${ESC}[0m ${ESC}[92mgreen${ESC}[39m${ESC}[38;5;21mblue${ESC}[m${ESC}[38;2;250;200;10mgold`)).toEqual([
      { text: 'a' },
      { text: 'red', look: 'red bold' },
      { text: ' ' },
      { text: 'green', look: 'green' },
      { text: 'blue', look: 'blue' },
      { text: 'gold', look: 'yellow' },
    ])
  })

  it('shows how it begins and says how long it is, however long', () => {
    const line = `${ESC}[31mepoch 7${ESC}[0m ${'x'.repeat(1_000_000)}end`
    const shown = parseAnsi(line)
    expect(shown[0]).toEqual({ text: 'epoch 7', look: 'red' })
    expect(shown.at(-1)?.text).toMatch(/^ … and 980,\d+ more characters in this line$/)
    expect(plainText(line)).toMatch(/^epoch 7 x+end$/)
    expect(parseAnsi(`${'\r 1%'.repeat(10_000)}\rdone`)).toEqual([{ text: 'done' }])
  })

  it('is what a terminal leaves of a bar of progress', () => {
    expect(plainText('  0%|    \r 50%|██  \r100%|████')).toBe('100%|████')
    expect(plainText(`downloading\r${ESC}[Kdone`)).toBe('done')
    expect(plainText('longer text\rshort')).toBe('shortr text')
    expect(plainText('ab\b\bxy')).toBe('xy')
  })

  it('keeps nothing of links, titles and other escapes', () => {
    expect(plainText(`${ESC}]0;title\u0007${ESC}]8;;http://x${ESC}\\text${ESC}]8;;${ESC}\\${ESC}(B${ESC}[?25l!`)).toBe('text!')
  })

  it('that is rewritten a million times is cheap', () => {
    const line = Array.from({ length: 200_000 }, (_, step) => `step ${step}`).join('\r')
    expect(plainText(line)).toBe('step 199999')
  })
})
