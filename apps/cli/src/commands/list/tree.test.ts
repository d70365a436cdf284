import { expect, test } from 'vitest'
import { drawTree, limitDepth } from './tree.ts'

const file = (path: string) => ({ path, isOut: false, isFolder: false, isExecutable: false, size: 1, md5: null })
const entries = ['b/c', 'a', 'b/d/e', 'z/y'].map(file)

test('draws a tree as dvc does', () => {
  expect(drawTree('.', entries).map(({ text }) => text)).toEqual([
    '.',
    '├── a',
    '├── b',
    '│   ├── c',
    '│   └── d',
    '│       └── e',
    '└── z',
    '    └── y',
  ])
})

test('tells folders in the place of what is deeper than was asked for', () => {
  expect(limitDepth(entries, 1).map(({ path, isFolder }) => [path, isFolder])).toEqual([
    ['a', false],
    ['b', true],
    ['z', true],
  ])
  expect(limitDepth(entries, 2).map(({ path }) => path)).toEqual(['a', 'b/c', 'b/d', 'z/y'])
})
