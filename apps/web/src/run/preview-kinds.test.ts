import { expect, test } from 'vitest'
import { kindOf, parseTable } from './preview-kinds.ts'

test.each([
  ['a/b.PNG', 'image'],
  ['model/MLmodel', 'text'],
  ['x.csv', 'table'],
  ['x.bin', 'other'],
  ['.gitignore', 'other'],
])('%s is looked at as %s', (path, kind) => {
  expect(kindOf(path)).toBe(kind)
})

test('a table keeps what stands in quotes', () => {
  expect(parseTable('a,b\r\n"1,2","say ""hi""\nthere"\r\n3,', ',', 10)).toEqual([
    ['a', 'b'],
    ['1,2', 'say "hi"\nthere'],
    ['3', ''],
  ])
})

test('no more rows than asked for', () => {
  expect(parseTable('a\n'.repeat(100), ',', 3)).toEqual([['a'], ['a'], ['a']])
})
