import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LinkType } from '../links/index.ts'
import { addToGitignore, initProject, openGit } from '../project/index.ts'
import { copyProject, type Dvc, findDvc, readModes } from '../testing/dvc.ts'
import { openProject, readCache, readFiles, writeFiles } from '../testing/project-folder.ts'
import { applyCheckout, type HashedOut, outStatus, planCheckout, storeOut } from './index.ts'

const temporary: TemporaryFolder = await createTemporaryFolder('oracle')
const dvc: Dvc = await findDvc(temporary.path)
afterAll(() => temporary.remove())

const env = { PATH: process.env['PATH'], HOME: temporary.path, GIT_CONFIG_GLOBAL: '/dev/null' }
const TIMEOUT = 120_000

const names = [
  '～',
  '😀',
  'é',
  'e\u0301',
  'Z',
  'a b',
  'q"\\',
  '\u007f',
  'a/q',
  'a-b',
  'a.txt',
  'empty',
  'sub/sub/z',
  'tab\tname',
  '#x',
  '[1]*',
]

function write(root: string): void {
  writeFiles(root, {
    ...Object.fromEntries(names.map((name, index) => [`d/${name}`, name === 'empty' ? '' : `${index % 9}\r\n`.repeat(index)])),
    '.dvcignore': '*.tmp\n/d/skip/\n',
    'd/skip/f': 'f',
    'd/a/b.tmp': 'tmp',
    real: 'real',
    f: 'executable',
  })
  mkdirSync(join(root, 'd/empty folder'))
  symlinkSync('../real', join(root, 'd/link'))
  symlinkSync('../d/a', join(root, 'd/folder link'))
  chmodSync(join(root, 'd/Z'), 0o755)
  chmodSync(join(root, 'f'), 0o755)
}

/** A `.dvc` file as DVC writes it. */
function toDvcFile(path: string, { oid, size, files, isExecutable }: HashedOut): string {
  const lines = [
    `md5: ${oid}`,
    `size: ${size}`,
    ...(files === undefined ? [] : [`nfiles: ${files}`]),
    ...(isExecutable ? ['isexec: true'] : []),
  ]
  return `outs:\n- ${[...lines, 'hash: md5', `path: ${path}`].join('\n  ')}\n`
}

/** A project made by us, in which nothing is tracked yet. */
async function makeProject(root: string, links: LinkType): Promise<void> {
  mkdirSync(root)
  execFileSync('git', ['init', '-q', root], { env })
  await initProject(root, { env })
  writeFileSync(join(root, '.dvc/config'), `[cache]\n    type = ${links}\n`)
  write(root)
}

describe.skipIf(dvc.part.missing).each(['copy', 'hardlink', 'symlink'] as const)(
  `beside DVC, with files as %s${dvc.part.note}`,
  (links) => {
    const ours = join(temporary.path, `${links}-ours`)
    const theirs = join(temporary.path, `${links}-theirs`)
    const outs: Record<string, HashedOut> = {}

    beforeAll(async () => {
      await makeProject(ours, links)
      copyProject(ours, theirs)
      await using project = openProject(ours, { links: [links] })
      const git = await openGit(ours, { env })
      for (const path of ['d', 'f']) {
        outs[path] = await storeOut(project, join(ours, path))
        writeFileSync(join(ours, `${path}.dvc`), toDvcFile(path, outs[path]))
        if (git !== undefined) await addToGitignore(git, join(ours, path))
      }
      const added = await dvc.run(theirs, 'add', '-q', 'd', 'f')
      expect(added).toEqual({ code: 0, stdout: '', stderr: '' })
    }, TIMEOUT)

    test('the cache, the files and what git ignores are the same', () => {
      expect(readCache(join(ours, '.dvc/cache'))).toEqual(readCache(join(theirs, '.dvc/cache')))
      for (const path of ['d.dvc', 'f.dvc', '.gitignore', '.dvc/.gitignore'])
        expect(readFileSync(join(ours, path), 'utf8'), path).toBe(readFileSync(join(theirs, path), 'utf8'))
      expect(readModes(join(ours, 'd'))).toEqual(readModes(join(theirs, 'd')))
      const toOurs = (files: Record<string, string>) => JSON.parse(JSON.stringify(files).replaceAll(theirs, ours)) as unknown
      expect(toOurs(readFiles(join(theirs, 'd')))).toEqual(readFiles(join(ours, 'd')))
    })

    test(
      'each says of what the other made that nothing has changed',
      async () => {
        expect((await dvc.run(ours, 'status', '--json')).stdout.trim()).toBe('{}')
        await using project = openProject(theirs, { links: [links] })
        for (const [path, { oid }] of Object.entries(outs))
          expect(await outStatus(project, { path: join(theirs, path), oid, hash: 'md5', isCached: true })).toBeUndefined()
      },
      TIMEOUT,
    )

    test(
      'both bring back the same',
      async () => {
        for (const root of [ours, theirs]) {
          rmSync(join(root, 'd/a'), { recursive: true })
          rmSync(join(root, 'd/Z'))
          rmSync(join(root, 'f'))
          writeFileSync(join(root, 'd/Z'), 'changed')
          writeFiles(root, { 'd/new/x': 'x', 'd/new.tmp': 'ignored' })
          symlinkSync('nowhere', join(root, 'd/broken'))
        }
        expect((await dvc.run(theirs, 'checkout', '-f')).stdout).toBe('M       d/\nA       f\n')
        await using project = openProject(ours, { links: [links] })
        const changes: (string | undefined)[] = []
        for (const [path, { oid, isExecutable }] of Object.entries(outs)) {
          const plan = await planCheckout(project, { path: join(ours, path), oid, hash: 'md5', isExecutable })
          changes.push(plan.change)
          expect(await applyCheckout(project, plan)).toEqual([])
        }
        expect(changes).toEqual(['modified', 'added'])
        expect(readModes(join(ours, 'd'))).toEqual(readModes(join(theirs, 'd')))
        expect(Object.keys(readFiles(join(ours, 'd')))).toEqual(Object.keys(readFiles(join(theirs, 'd'))))
        expect(readModes(ours)['f']).toEqual(readModes(theirs)['f'])
        expect((await dvc.run(ours, 'status', '--json')).stdout.trim()).toBe('{}')
      },
      TIMEOUT,
    )

    test(
      'each makes the other’s data from its cache alone',
      async () => {
        const expected = readModes(join(ours, 'd'))
        for (const root of [ours, theirs]) rmSync(join(root, 'd'), { recursive: true })
        expect((await dvc.run(ours, 'checkout', 'd.dvc')).code).toBe(0)
        await using project = openProject(theirs, { links: [links] })
        await applyCheckout(
          project,
          await planCheckout(project, { path: join(theirs, 'd'), oid: outs['d']?.oid, hash: 'md5', isExecutable: false }),
        )
        for (const path of Object.keys(readModes(join(ours, 'd')))) expect(expected).toHaveProperty([path])
        expect(readModes(join(theirs, 'd'))).toEqual(readModes(join(ours, 'd')))
        expect((await dvc.run(theirs, 'status', '--json')).stdout.trim()).toBe('{}')
      },
      TIMEOUT,
    )
  },
)
