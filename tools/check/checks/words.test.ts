import { expect, test } from 'vitest'
import { findForbidden } from './words.ts'

test('says where a forbidden word stands, and leaves binary files alone', () => {
  const forbidden = [{ pattern: /secret place/, why: 'only here' }]
  expect(findForbidden('a.md', 'one\nthe secret place\n', forbidden)).toEqual(['a.md:2: only here: the secret place'])
  expect(findForbidden('a.bin', 'secret place\0', forbidden)).toEqual([])
})
