import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { filterTree, parseTree, replaceInTree, serialiseTree, sortEntries, subtreeOf, treeIdOf } from './index.ts'

const md5 = (digit: string) => digit.repeat(32)
const toTree = (...paths: string[]) => sortEntries(paths.map((path, index) => ({ path, md5: md5(String(index % 10)) })))

describe('the text of a tree', () => {
  test('is that of the tree that DVC writes, byte for byte', () => {
    const names = ['～', '😀', '\u00e9', 'e\u0301', 'Z', 'a b', 'q"\\', '\u007f']
    const tree = sortEntries(
      names.map((path, index) => ({
        path,
        md5: createHash('md5')
          .update(String(index + 1))
          .digest('hex'),
      })),
    )
    expect(treeIdOf(serialiseTree(tree))).toBe('b740c4bd5a3f7580d0eccd1f0c78cf8c.dir')
    expect(serialiseTree(tree).toString()).toMatch(
      /^\[\{"md5": "e4da3b7fbbce2345d7772b0674a318d5", "relpath": "Z"\}, .*"\\ud83d\\ude00"\}\]$/,
    )
  })

  test('of no files is [], of which DVC knows the id', () => {
    expect(serialiseTree([]).toString()).toBe('[]')
    expect(treeIdOf(serialiseTree([]))).toBe('d751713988987e9331980363e24189ce.dir')
  })

  test('sorts a name that is not UTF-8 as Python does, by the surrogate that stands for the byte', () => {
    expect(toTree('\uff5e', '\u{1f600}', '\udcff', 'a').map(({ path }) => path)).toEqual(['a', '\udcff', '\uff5e', '\u{1f600}'])
  })

  test('sorts a path after those that it is longer than', () => {
    expect(toTree('a/q', 'a-b', 'a.txt', 'a').map(({ path }) => path)).toEqual(['a', 'a-b', 'a.txt', 'a/q'])
  })

  test('is read back as it was', () => {
    const tree = toTree('a/\n', 'b"\\', '\udcfe', 'tab\there')
    expect(parseTree(serialiseTree(tree), 'it')).toEqual(tree)
  })
})

describe('a tree that somebody made up', () => {
  const entry = (relpath: unknown, digest: unknown = md5('a')) => JSON.stringify([{ md5: digest, relpath }])

  test.each([
    ['../x', 'stay below'],
    ['/etc/passwd', 'stay below'],
    ['a/../../x', 'stay below'],
    ['a//b', 'stay below'],
    ['./a', 'stay below'],
    ['', 'stay below'],
    ['a\0b', 'stay below'],
    ['x'.repeat(20_000), 'stay below'],
    [7, 'stay below'],
  ])('may not have the path %j', (path, message) => {
    expect(() => parseTree(Buffer.from(entry(path)), 'aa.dir')).toThrow(message)
  })

  test.each(['', 'g'.repeat(32), 'a'.repeat(31), `${'a'.repeat(32)}.dir`, '../../../../etc/passwd', 'A'.repeat(32), null])(
    'may not have the digest %j',
    (digest) => {
      expect(() => parseTree(Buffer.from(entry('x', digest)), 'aa.dir')).toThrow('no md5')
    },
  )

  test('may not have a path twice, nor a file where another entry needs a folder', () => {
    const of = (...paths: string[]) => Buffer.from(JSON.stringify(paths.map((relpath) => ({ md5: md5('a'), relpath }))))
    expect(() => parseTree(of('a', 'b', 'a'), 'aa.dir')).toThrow('twice')
    expect(() => parseTree(of('a/b/c', 'a'), 'aa.dir')).toThrow('"a" as a file and as a folder')
    expect(() => parseTree(of('a/b', 'a-b', 'a'), 'aa.dir')).toThrow('as a file and as a folder')
  })

  test.each(['', 'no', '{}', '[1]', '[null]', 'null', '[', '\xff'])('has to be a list of objects, not %j', (text) => {
    expect(() => parseTree(Buffer.from(text, 'latin1'), 'aa.dir')).toThrow('aa.dir')
  })
})

test('a part of a tree can be looked at, replaced and taken out', () => {
  const tree = toTree('a', 'd/x', 'd/y', 'd-e')
  expect(filterTree(tree, 'd').map(({ path }) => path)).toEqual(['d/x', 'd/y'])
  expect(subtreeOf(tree, 'd').map(({ path }) => path)).toEqual(['x', 'y'])
  expect(replaceInTree(tree, 'd', [{ path: 'd/z', md5: md5('f') }]).map(({ path }) => path)).toEqual(['a', 'd-e', 'd/z'])
  expect(replaceInTree(tree, 'a', []).map(({ path }) => path)).toEqual(['d-e', 'd/x', 'd/y'])
})
