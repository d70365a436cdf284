import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { changeRule } from './change-rule.ts'
import { DvcIgnore } from './index.ts'
import { toPatternRegex } from './pattern-regex.ts'

let temporary: TemporaryFolder
let root: string
let number = 0
beforeAll(async () => void (temporary = await createTemporaryFolder('ignoring')))
afterAll(() => temporary.remove())
beforeEach(() => mkdirSync((root = join(temporary.path, `project-${number++}`))))

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

const check = (path: string) => new DvcIgnore(root).check(join(root, path))

describe('.dvcignore files', () => {
  test('decide as in DVC, the last pattern that matches, and say which', () => {
    write({
      '.dvcignore': '# c\n*.tmp\n/d/skip/\n!keep.tmp\n\n  \nd/**/z?\nfoo/bar\n\\#lit\nd/only/*\n!d/only/in\n',
      'd/skip/f': 'f',
      'd/only/in': 'i',
    })
    const decided = ['d/x.tmp', 'd/keep.tmp', 'd/skip/f', 'd/a', 'd/q/r/z1', 'd/z2', 'd/foo/bar', 'd/#lit', 'd/only/in', 'd/only/out']
    expect(decided.map((path) => [path, check(path).ignored, check(path).matches.at(-1)])).toEqual([
      ['d/x.tmp', true, '.dvcignore:2:*.tmp'],
      ['d/keep.tmp', false, '.dvcignore:4:!keep.tmp'],
      ['d/skip/f', true, '.dvcignore:3:/d/skip/'],
      ['d/a', false, undefined],
      ['d/q/r/z1', true, '.dvcignore:7:d/**/z?'],
      ['d/z2', true, '.dvcignore:7:d/**/z?'],
      ['d/foo/bar', false, undefined],
      ['d/#lit', true, '.dvcignore:9:\\#lit'],
      ['d/only/in', false, '.dvcignore:11:!d/only/in'],
      ['d/only/out', true, '.dvcignore:10:d/only/*'],
    ])
  })

  test('hold below the folder they stand in', () => {
    write({ '.dvcignore': '*.tmp\n', 'd/sub/.dvcignore': 'local\n/anchored\n!x.tmp\n', 'd/sub/local': '', local: '' })
    expect(check('d/sub/local')).toEqual({ ignored: true, matches: ['d/sub/.dvcignore:1:local'] })
    expect(check('d/sub/deep/local').ignored).toBe(true)
    expect(check('local').ignored).toBe(false)
    expect(check('d/sub/anchored').ignored).toBe(true)
    expect(check('d/sub/deep/anchored').ignored).toBe(false)
    expect(check('d/sub/x.tmp').ignored).toBe(false)
    expect(check('d/x.tmp').ignored).toBe(true)
  })

  test('are not read where they are ignored themselves', () => {
    write({ '.dvcignore': '/d/.dvcignore\n', 'd/.dvcignore': 'a\n' })
    expect(check('d/a').ignored).toBe(false)
  })

  test('cannot bring back what is in an ignored folder', () => {
    write({ '.dvcignore': '/d/\n!/d/keep\n', 'd/keep': '' })
    expect(check('d/keep').ignored).toBe(true)
  })

  test('that are no text are refused by name', () => {
    write({ '.dvcignore': 'a\n' })
    writeFileSync(join(root, '.dvcignore'), Buffer.from([0xff, 0xfe]))
    expect(() => check('a')).toThrow('.dvcignore is not a text in UTF-8')
  })
})

test('what belongs to git, Mercurial and DVC is always ignored, and what is outside never', () => {
  write({ 'sub/.git': '', '.git/config': '' })
  for (const path of ['.git', '.git/config', 'sub/.git', '.dvc/tmp', '.hg/x']) expect(check(path).ignored).toBe(true)
  expect(new DvcIgnore(root).isIgnored(join(root, '.dvc'))).toBe(true)
  expect(new DvcIgnore(root).isIgnored(dirname(root))).toBe(false)
  expect(new DvcIgnore(root).isIgnored(root)).toBe(false)
  expect(new DvcIgnore(root).isIgnored('/elsewhere/.git')).toBe(false)
})

test('other projects below are ignored unless they are asked for', () => {
  write({ 'a/sub/.dvc/config': '', 'a/sub/data': '', 'a/data': '' })
  expect(check('a/sub/data')).toEqual({ ignored: true, matches: ['in sub_repo:sub'] })
  expect(check('a/data').ignored).toBe(false)
  expect(new DvcIgnore(root, { entersProjects: true }).isIgnored(join(root, 'a/sub/data'))).toBe(false)
})

test.each([
  ['foo/', 'd/**/foo/'],
  ['/foo', 'd/foo'],
  ['a/b', 'd/a/b'],
  ['!a', '!/d/**/a'],
  ['**/a', 'd/**/a'],
  ['\\#a', 'd/**/#a'],
  ['# a', '# a'],
])('a pattern %j of a folder d is %j above it', (text, changed) => {
  expect(changeRule(text, 'd')).toBe(changed)
})

test.each(['a\\', '[z-a]', '!', '\\'])('the pattern %j is an error, as it is for DVC', (text) => {
  expect(() => toPatternRegex(text)).toThrow(`Invalid git pattern: '${text}'`)
})

test.each(['', '# a', '/', 'a[b'])('the pattern %j is passed over', (text) => {
  expect(toPatternRegex(text)).toBeUndefined()
})
