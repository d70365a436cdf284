import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { removeOut } from '../checkout/index.ts'
import { openProject, writeFiles } from '../testing/project-folder.ts'
import { createWorkers } from '../threads/index.ts'
import { openCache } from './index.ts'

let temporary: TemporaryFolder
let root: string
let number = 0
beforeAll(async () => void (temporary = await createTemporaryFolder('objects')))
afterAll(() => temporary.remove())
beforeEach(() => mkdirSync((root = join(temporary.path, `cache-${number++}`))))

const open = () => openCache(root, { workers: createWorkers({ threads: 2 }) })
const F = '8fa14cdd754f91cc6554c9e71929cce7'

test('what was fetched becomes an object when it is what its name says, else it goes', () => {
  const { md5 } = open()
  const [right, wrong] = [md5.unfinishedPath(), md5.unfinishedPath()]
  writeFileSync(right, 'f')
  writeFileSync(wrong, 'g')
  md5.adopt(right, F)
  expect((statSync(md5.path(F)).mode & 0o777).toString(8)).toBe('444')
  expect(() => md5.adopt(wrong, 'a'.repeat(32))).toThrow('has other content')
  expect([existsSync(wrong), existsSync(md5.path('a'.repeat(32)))]).toEqual([false, false])
  expect(() => md5.adopt(md5.unfinishedPath(), F)).toThrow('[Errno 2]')
})

test('objects are listed, of each kind its own, and nothing else that lies there', () => {
  const { md5, 'md5-dos2unix': legacy } = open()
  const tree = md5.putTree([{ path: 'f', md5: F }])
  writeFiles(root, {
    [`files/md5/${F.slice(0, 2)}/${F.slice(2)}`]: 'f',
    'files/md5/8f/.token.tmp': '',
    'files/md5/8f/short': '',
    'files/md5/zz/file': '',
    'runs/aa/x/y': '',
    [`dd/${'0'.repeat(30)}`]: '',
  })
  expect([...md5.list()].sort()).toEqual([tree, F].sort())
  expect([...legacy.list()]).toEqual([`dd${'0'.repeat(30)}`])
  expect([md5.remove(F), md5.remove(F)]).toEqual([true, false])
  expect([...open().md5.list()]).toEqual([tree])
})

test('a name that is no digest never becomes a path', async () => {
  const { md5 } = open()
  for (const oid of ['../../x', '', 'a'.repeat(31), `${'a'.repeat(32)}/../x`, 'A'.repeat(32)]) {
    expect(() => md5.path(oid)).toThrow('is no md5')
    await expect(md5.has(oid)).rejects.toThrow('is no md5')
  }
})

test('many objects are looked for at once, and each wrong one is found', async () => {
  const { md5 } = open()
  const oids = Array.from({ length: 5_000 }, (_, index) => index.toString(16).padStart(32, '0'))
  mkdirSync(join(root, 'files/md5/00'), { recursive: true })
  for (const oid of oids.slice(0, 2_500)) writeFileSync(md5.path(oid), 'x', { mode: 0o444 })
  chmodSync(md5.path(oids[7]!), 0o644)
  const missing = await md5.missing(oids)
  expect(missing.size).toBe(2_501)
  expect([missing.has(oids[7]!), missing.has(oids[8]!), existsSync(md5.path(oids[7]!))]).toEqual([true, false, false])
  expect((await md5.sizes(oids)).get(oids[8]!)).toBe(1)
})

test('an out is removed as a whole, and never one outside', async () => {
  await using project = openProject(root)
  writeFiles(root, { '.dvcignore': '*.log', 'd/a': 'a', 'd/b.log': 'b' })
  removeOut(project, join(root, 'd'))
  removeOut(project, join(root, 'd'))
  expect(existsSync(join(root, 'd'))).toBe(false)
  expect(() => removeOut(project, temporary.path)).toThrow('leads out of the project')
})
