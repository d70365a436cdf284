import { expect, test } from 'vitest'
import { foldersAbove, rowsOfTree } from './tree-rows.ts'

const listings = new Map([
  [
    '',
    [
      { path: 'a.txt', isFolder: false, size: 1 },
      { path: 'data', isFolder: true },
    ],
  ],
  [
    'data',
    [
      { path: 'data/b.csv', isFolder: false, size: 2 },
      { path: 'data/deep', isFolder: true },
    ],
  ],
])
const print = (open: string[], search?: string) => rowsOfTree(listings, new Set(open), search).map(({ name, depth }) => `${depth} ${name}`)

test('folders come first, and what is in them when they are open', () => {
  expect(print([])).toEqual(['0 data', '0 a.txt'])
  expect(print(['data', 'data/deep'])).toEqual(['0 data', '1 deep', '1 b.csv', '0 a.txt'])
})

test('a search keeps what has it, and the folders on the way', () => {
  expect(print(['data'], 'B.CSV')).toEqual(['0 data', '1 b.csv'])
  expect(print([], 'nothing')).toEqual([])
})

test('folders above a path', () => {
  expect(foldersAbove('a/b/c.txt')).toEqual(['a', 'a/b'])
  expect(foldersAbove('a/b/')).toEqual(['a', 'a/b'])
  expect(foldersAbove('c.txt')).toEqual([])
})
