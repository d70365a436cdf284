import { expect, test } from 'vitest'
import { createPathFilter } from './path-filter.ts'

test.each([
  [{}, 'any/file', true],
  [{ includePatterns: ['*.csv'] }, 'deep/a.csv', true],
  [{ includePatterns: ['*.csv'] }, 'a.CSV', false],
  [{ includePatterns: ['/*.csv'] }, 'deep/a.csv', false],
  [{ includePatterns: ['raw/'] }, 'raw/deep/a.bin', true],
  [{ includePatterns: ['raw/**/*.bin'] }, 'raw/deep/a.bin', true],
  [{ excludePatterns: ['*.tmp', '!keep.tmp'] }, 'a.tmp', false],
  [{ excludePatterns: ['*.tmp', '!keep.tmp'] }, 'deep/keep.tmp', true],
  [{ includePatterns: ['*.csv'], excludePatterns: ['test*'] }, 'test.csv', false],
  [{ excludePatterns: ['back\\\\slash'] }, 'back\\\\slash', false],
  [{ excludePatterns: ['*'] }, 'not-\\xff-utf8', false],
])('with %j, %s is taken: %s', (patterns, path, isTaken) => expect(createPathFilter(patterns).takesFile(path)).toBe(isTaken))

test('folders that are excluded are not entered', () => {
  const filter = createPathFilter({ excludePatterns: ['cache/', '.git'], includePatterns: ['*.csv'] })
  expect(['cache', 'a/cache', '.git', 'a'].map((path) => filter.entersFolder(path))).toEqual([false, false, false, true])
})

test.each(['', ' ', 'a\nb'])('%j is no pattern', (pattern) => {
  expect(() => createPathFilter({ includePatterns: [pattern] })).toThrow('is no pattern')
})
