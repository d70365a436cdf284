import { expect, test } from 'vitest'
import { highlightLines } from './highlight.ts'
import { languageOf } from './language-of.ts'
import { splitLines } from './split-lines.ts'

test('code keeps every character and its lines, and a text of many lines looks alike on all of them', () => {
  const code = 'def f(x):\n    """one\n    two"""\n    return x + 1  # <b>\n'
  const lines = highlightLines(code, 'python')
  expect(lines.map((line) => line.map(({ text }) => text).join('')).join('\n')).toBe(code)
  expect(lines[0]?.[0]).toEqual({ text: 'def', look: 'keyword' })
  expect(lines[2]?.at(-1)).toEqual({ text: '    two"""', look: 'string' })
})

test('languages are known by endings and by whole names', () => {
  expect(['a.py', 'x/Dockerfile', 'MLmodel', 'a.toml', 'notes', 'a.R'].map(languageOf)).toEqual([
    'python',
    'bash',
    'yaml',
    'ini',
    undefined,
    'r',
  ])
})

test('lines have numbers; long ones go on in rows of their own; a last line end makes no line', () => {
  expect(splitLines('ab\r\ncdefg\n', 3)).toEqual([
    { number: 1, text: 'ab', at: 0 },
    { number: 2, text: 'cde', at: 4 },
    { text: 'fg', at: 7 },
  ])
  expect(splitLines('')).toEqual([{ number: 1, text: '', at: 0 }])
})
