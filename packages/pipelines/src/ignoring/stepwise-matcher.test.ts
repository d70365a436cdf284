import fc from 'fast-check'
import { expect, test } from 'vitest'
import { one, type Piece, toSource } from './pattern-pieces.ts'
import { toPatternRegex } from './pattern-regex.ts'
import { toStepwiseMatcher } from './stepwise-matcher.ts'

const character = fc.constantFrom('a', 'b', '/', '\n', '\udc80', '😀')
const single = fc.constantFrom('a', 'b', '/', '[^/]', '[^\\n]', '[^a]', '[a-c]', '😀').map(one)
const pieces: fc.Arbitrary<readonly Piece[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: single },
    { weight: 2, arbitrary: single.map((piece): Piece => ({ ...piece, kind: 'any' })) },
    fc.array(single, { maxLength: 3 }).map((some): Piece => ({ kind: 'maybe', pieces: [...some, { ...one('[^\\n]'), kind: 'any' }] })),
  ),
  { maxLength: 7 },
)

test('says of any path what the regular expression says', () => {
  const path = fc.array(character, { maxLength: 12 }).map((characters) => characters.join(''))
  fc.assert(
    fc.property(pieces, fc.boolean(), path, (first, hasEnd, text) => {
      const some: readonly Piece[] = hasEnd ? [...first, { kind: 'end' }] : first
      expect(toStepwiseMatcher(some)(text)).toBe(new RegExp(toSource(some), 'uy').test(text))
    }),
    { numRuns: 3_000 },
  )
})

// With a regular expression each of these would take longer than the universe has been there.
test.each([
  ['stars in a name', `${'*a'.repeat(60)}*b`, 'a'.repeat(250)],
  ['folders', `${'**/a/'.repeat(60)}b`, 'a/'.repeat(2_000)],
  ['both', `x/${'**/*a*/'.repeat(30)}*b`, `x/${'aaaa/'.repeat(700)}`],
])('a pattern of many stars, in %s, takes no time that can be felt', (_, pattern, path) => {
  const matches = toPatternRegex(pattern)?.matches
  expect(matches?.(path)).toBe(false)
  expect(matches?.(`${path}b`)).toBe(true)
})
