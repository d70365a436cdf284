import { expect, it } from 'vitest'
import { readProfile } from './read-profile.ts'

it('shows what a run said of data as entries, whatever it wrote', () => {
  expect(readProfile('{"size": 2048, "num_rows": 3, "sha256": "ab"}')).toEqual([
    ['size', '2.0 KiB (2048 bytes)'],
    ['num_rows', '3'],
    ['sha256', 'ab'],
  ])
  expect(readProfile('3 rows')).toEqual([['Profile', '3 rows']])
  expect(readProfile('[1]')).toEqual([['Profile', '[1]']])
  expect(readProfile('')).toEqual([])
})
