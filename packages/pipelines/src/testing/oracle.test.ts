import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createTemporaryFolder } from '@reprise/testing'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { hashLegacyBytes } from '../hashing/index.ts'
import { DvcIgnore } from '../ignoring/index.ts'
import { holdPaths, takeLock } from '../locks/index.ts'
import { serialiseTree, sortEntries, treeIdOf } from '../trees/index.ts'
import { findDvc } from './dvc.ts'

const temporary = await createTemporaryFolder('differential')
const dvc = await findDvc(temporary.path)
afterAll(() => temporary.remove())
const TIMEOUT = 120_000

const IGNORED = `
from dvc.fs import localfs
from dvc.ignore import DvcIgnoreFilter
answers = []
for root, paths in given:
    try:
        found = DvcIgnoreFilter(localfs, root)
        row = []
        for path in paths:
            one = found.check_ignore(root + '/' + path)
            row.append([bool(one.match), [str(info) for info in one.pattern_infos], bool(found.is_ignored(localfs, root + '/' + path))])
        answers.append(row)
    except Exception as error:
        answers.append('error')
print(json.dumps(answers))
`

const part = fc.constantFrom('a', 'b', 'ab', 'x.tmp', 'a b', 'd', '#c', 'é', '😀', '[a]', '-')
const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'))
const globs = [
  '*',
  '**',
  '?',
  'a',
  'b',
  'ab',
  '*.tmp',
  'a*',
  '?b',
  '[ab]',
  '[!a]',
  '[^b]*',
  '\\#c',
  '\\a',
  'é',
  '[a-z]?',
  '',
  'x.tmp',
  'd',
  '[[]a]',
  '[]a]',
  '-',
  'a b',
  '???',
]
const pattern = fc
  .tuple(
    fc.constantFrom('', '', '', '!', '/', ' ', '!/'),
    fc.array(fc.constantFrom(...globs), { minLength: 1, maxLength: 3 }),
    fc.constantFrom('', '', '/', ' '),
  )
  .map(([start, middle, end]) => start + middle.join('/') + end)
const patterns = fc.array(
  fc.oneof({ weight: 20, arbitrary: pattern }, { weight: 1, arbitrary: fc.constantFrom('# comment', '', '!', '/', '\\', '[a', '[z-a]') }),
  {
    minLength: 1,
    maxLength: 5,
  },
)

describe.skipIf(dvc.part.missing)(`beside DVC itself${dvc.part.note}`, () => {
  test(
    'the same paths are ignored, for the same reasons, whatever the patterns',
    async () => {
      const cases = fc.sample(
        fc.record({ files: fc.uniqueArray(path, { minLength: 4, maxLength: 14 }), root: patterns, below: patterns }),
        { numRuns: 400, seed: 1 },
      )
      const given = cases.map(({ files, root: lines, below }, index) => {
        const root = join(temporary.path, 'ignore', String(index))
        for (const file of files) makeFile(join(root, file))
        makeFile(join(root, '.dvcignore'), `${lines.join('\n')}\n`)
        if (index % 2 === 0) makeFile(join(root, 'd/.dvcignore'), `${below.join('\r\n')}\n`)
        return [root, [...files, 'd/nothing', 'nothing', '.git', 'a/.dvc/x']] as const
      })
      const theirs = await dvc.compute<unknown[]>(IGNORED, given)
      const ours = given.map(([root, paths]) => {
        const ignore = new DvcIgnore(root)
        try {
          return paths.map((one) => {
            const { ignored, matches } = ignore.check(join(root, one))
            return [ignored, matches, ignore.isIgnored(join(root, one))]
          })
        } catch {
          return 'error'
        }
      })
      for (const [index, answer] of theirs.entries())
        expect({ case: cases[index], answer: ours[index] }).toEqual({ case: cases[index], answer })
    },
    TIMEOUT,
  )

  test(
    'trees of any names have the same bytes',
    async () => {
      const text = fc.string({
        unit: fc.oneof(
          fc.constantFrom('a', '\u007f', '\ufeff', '\uffff', '😀', '"', '\\', '/', '\n', 'é'),
          fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        ),
        minLength: 1,
        maxLength: 6,
      })
      const trees = fc.sample(fc.uniqueArray(text, { maxLength: 30 }), { numRuns: 200, seed: 2 })
      const program = `
from dvc_data.hashfile.tree import Tree
from dvc_data.hashfile.meta import Meta
from dvc_data.hashfile.hash_info import HashInfo
answers = []
for names in given:
    tree = Tree()
    for index, name in enumerate(names):
        tree.add(tuple(name.split('/')), Meta(), HashInfo('md5', '%032x' % index))
    tree.digest()
    answers.append([tree.as_bytes().decode(), tree.oid])
print(json.dumps(answers))`
      const theirs = await dvc.compute<[string, string][]>(program, trees)
      const ours = trees.map((names) => {
        const bytes = serialiseTree(sortEntries(names.map((name, index) => ({ path: name, md5: index.toString(16).padStart(32, '0') }))))
        return [bytes.toString('latin1'), treeIdOf(bytes)]
      })
      expect(ours).toEqual(theirs)
    },
    TIMEOUT,
  )

  test(
    'what DVC 2 made of any bytes is the same',
    async () => {
      const byte = fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom(10, 13, 97, 9) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }) },
      )
      const samples = fc.sample(fc.array(byte, { maxLength: 900 }), { numRuns: 150, seed: 3 })
      const program = `
import io
from dvc_data.hashfile.hash import fobj_md5
print(json.dumps([fobj_md5(io.BytesIO(bytes(one)), name='md5-dos2unix') for one in given]))`
      expect(samples.map((bytes) => hashLegacyBytes(Uint8Array.from(bytes)))).toEqual(await dvc.compute(program, samples))
    },
    TIMEOUT,
  )

  test(
    'a command of DVC waits for our locks and says what we would say',
    async () => {
      const root = join(temporary.path, 'locked')
      makeFile(join(root, 'a'), 'a')
      expect((await dvc.run(root, 'init', '-q', '--no-scm')).code).toBe(0)
      const lock = await takeLock(join(root, '.dvc/tmp/lock'))
      expect((await dvc.run(root, 'add', 'a')).stderr).toContain(
        'ERROR: Unable to acquire lock. Most likely another DVC process is running',
      )
      lock.release()
      await using _held = await holdPaths(join(root, '.dvc/tmp'), { read: [], write: [root] }, { cmd: 'reprise repro' })
      expect((await dvc.run(root, 'add', 'a')).stderr).toContain(`(PID ${process.pid}): reprise repro`)
    },
    TIMEOUT,
  )

  test(
    'we wait for those of DVC',
    async () => {
      const path = join(temporary.path, 'theirs/lock')
      mkdirSync(dirname(path))
      const program = `
import subprocess, zc.lockfile
lock = zc.lockfile.LockFile(given[0])
print(json.dumps(subprocess.run(given[1], capture_output=True, text=True).stdout))`
      const ours = `import { takeLock } from ${JSON.stringify(new URL('../locks/index.ts', import.meta.url))}
      try { await takeLock(process.argv[1]); console.log('taken') } catch (error) { console.log(error.code) }`
      const args = [process.execPath, '--conditions=@reprise/source', '--input-type=module', '-e', ours, path]
      expect(await dvc.compute(program, [path, args])).toBe('RESOURCE_CONFLICT\n')
      using _free = await takeLock(path)
    },
    TIMEOUT,
  )
})

function makeFile(file: string, text = ''): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  } catch {
    // Another of the made-up paths is a file where this one needs a folder, or the other way round.
  }
}
