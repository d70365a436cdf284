import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openGit, openGitIgnored } from './index.ts'

let temporary: TemporaryFolder
beforeAll(async () => void (temporary = await createTemporaryFolder('git-ignored')))
afterAll(() => temporary.remove())

const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' }
const git = (folder: string, ...args: string[]) => execFileSync('git', args, { cwd: folder, env, stdio: 'ignore' })

function makeRepository(name: string): string {
  const root = join(temporary.path, name)
  mkdirSync(join(root, 'project/data/raw'), { recursive: true })
  git(root, 'init', '-q')
  writeFileSync(join(root, '.gitignore'), '*.dvc\n!kept.dvc\n/project/data/raw/\n')
  writeFileSync(join(root, 'project/tracked.dvc'), '')
  git(root, 'add', '-f', 'project/tracked.dvc')
  return root
}

const open = (folder: string) => openGitIgnored(folder, { env, git: () => openGit(folder, { env }) })

describe('what git ignores below a folder', () => {
  it('is asked level by level, whatever is in the index', async () => {
    using ignored = open(join(makeRepository('levels'), 'project'))
    expect([...(await ignored.among(['a.dvc', 'kept.dvc', 'tracked.dvc', 'data/', 'dvc.yaml', ':odd', 'ü.dvc']))]).toEqual([
      'a.dvc',
      'tracked.dvc',
      'ü.dvc',
    ])
    expect([...(await ignored.among(['data/raw/', 'data/kept.dvc']))]).toEqual(['data/raw/'])
    const many = Array.from({ length: 20_000 }, (_, index) => `data/some-${index}.${index % 2 === 0 ? 'dvc' : 'txt'}`)
    expect((await ignored.among(many)).size).toBe(10_000)
    expect((await ignored.among([])).size).toBe(0)
  })

  it('is asked otherwise where git refuses to say, as of paths behind a link', async () => {
    const root = makeRepository('links')
    symlinkSync(temporary.path, join(root, 'project/link'))
    using ignored = open(join(root, 'project'))
    expect([...(await ignored.among(['a.dvc', 'link/a.dvc', 'b.dvc']))]).toEqual(['a.dvc', 'b.dvc'])
    expect([...(await ignored.among(['data/raw/']))]).toEqual(['data/raw/'])
  })

  it('is nothing where there is no repository', async () => {
    const folder = join(temporary.path, 'plain')
    mkdirSync(folder)
    using ignored = open(folder)
    expect((await ignored.among(['a.dvc'])).size).toBe(0)
    expect(await openGit(folder, { env })).toBeUndefined()
  })
})
