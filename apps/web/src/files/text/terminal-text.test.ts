import { expect, test } from 'vitest'
import { readTerminalText } from './terminal-text.ts'

test('what was written to a terminal is read without colours and without what was written over', () => {
  const text = '\u001b[31mred\u001b[0m line\r\n10 %\r50 %\r100 %\n\nlast'
  expect(readTerminalText(text, 'notes.txt')).toEqual({
    lines: ['\u001b[31mred\u001b[0m line', '10 %\r50 %\r100 %', '', 'last'],
    plain: 'red line\n100 %\n\nlast',
  })
})

test.each([
  ['a bar of progress of a log', 'start\n10 %\r50 %\ndone', 'train.log', true],
  ['the same elsewhere', 'start\n10 %\r50 %\ndone', 'train.txt', false],
  ['lines that end as on Windows', 'a\r\nb\r\n', 'train.log', false],
  ['lines that end as once on a Mac', 'a\rb\rc', 'train.log', false],
  ['plain text', 'a [31m b', 'train.log', false],
  ['colours anywhere', 'a \u001b[1mb', 'output', true],
])('%s', (_, text, path, isTerminal) => {
  expect(readTerminalText(text, path) !== undefined).toBe(isTerminal)
})
