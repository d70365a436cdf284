import { expect, test } from 'vitest'
import { pointAt, quoteSource } from './excerpt.ts'

test('a short text is shown whole, with the caret under the character', () => {
  expect(pointAt('abc', 1)).toBe('  abc\n   ^ at character 2')
  expect(pointAt('abc', 3)).toBe('  abc\n     ^ at character 4')
})

test('of a long text only the surroundings of the character are shown', () => {
  const text = `${'a'.repeat(50_000)}X${'b'.repeat(50_000)}`
  expect(pointAt(text, 50_000)).toBe(`  …${'a'.repeat(60)}X${'b'.repeat(39)}…\n  ${' '.repeat(61)}^ at character 50001`)
})

test('characters beyond the basic plane take one column, line breaks too', () => {
  expect(pointAt('😀\n😀x', 5)).toBe('  😀 😀x\n     ^ at character 4')
})

test('a piece quoted in a message is short and on one line', () => {
  expect(quoteSource('a\nb')).toBe('a b')
  expect(quoteSource('x'.repeat(100_000))).toBe(`${'x'.repeat(120)}…`)
})
