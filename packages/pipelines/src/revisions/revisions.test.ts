import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RevisionReader } from './revision-reader.ts'
import type { SourceTree } from './source-tree.ts'

describe('commits', () => {
  let place: TemporaryFolder
  let root: string
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...args], { cwd: place.path, encoding: 'utf8' }).trim()
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const names = (tree: SourceTree | undefined, folder = ''): string[] => (tree?.list(folder) ?? []).map(({ name }) => name)

  beforeAll(async () => {
    place = await createTemporaryFolder()
    root = join(place.path, 'project')
    git('init', '--quiet', '--initial-branch', 'main')
    git('commit', '--quiet', '--allow-empty', '--message', 'before the project')
    write('dvc.yaml', 'stages: {}\n')
    write('.dvcignore', '*.tmp\nskipped/\n')
    write('a/x.tmp', 'x')
    write('a/ü.dvc', 'outs: []\n')
    write('skipped/dvc.yaml', '')
    write('other/.dvc/config', '')
    write('big.bin', 'b'.repeat(100_000))
    git('add', '--all')
    git('commit', '--quiet', '--message', 'one')
    git('tag', 'v1')
    write('dvc.yaml', 'stages: {s: {cmd: x}}\n')
  })
  afterAll(() => place[Symbol.asyncDispose]())

  it('are read as they are, without what their .dvcignore names, and without other projects', async () => {
    using reader = new RevisionReader(root, process.env)
    const tree = await reader.open('v1')
    expect(tree?.read('dvc.yaml')?.toString()).toBe('stages: {}\n')
    expect(tree?.read('big.bin')?.length).toBe(100_000)
    expect(names(tree)).toEqual(['.dvcignore', 'a', 'big.bin', 'dvc.yaml'])
    expect(names(tree, 'a')).toEqual(['ü.dvc'])
    expect([tree?.kind('a'), tree?.kind('a/x.tmp'), tree?.kind('nope'), tree?.read('nope')]).toEqual([
      'folder',
      'file',
      'nothing',
      undefined,
    ])
  })

  it('show the same as the work tree that they were made from', async () => {
    using reader = new RevisionReader(root, process.env)
    const [commit, work] = [await reader.open('HEAD'), await reader.open('workspace')]
    for (const folder of ['', 'a', 'skipped']) expect(names(work, folder)).toEqual(names(commit, folder))
    expect(work?.read('dvc.yaml')?.toString()).toBe('stages: {s: {cmd: x}}\n')
  })

  it('from before the project have none, and unknown ones are named', async () => {
    using reader = new RevisionReader(root, process.env)
    await expect(reader.open('HEAD~1')).resolves.toBeUndefined()
    await expect(reader.open('nope')).rejects.toThrow("unknown Git revision 'nope'")
    await expect(reader.open('a\nb')).rejects.toThrow('unknown Git revision')
  })

  it('come once with all of their names', async () => {
    using reader = new RevisionReader(root, process.env)
    const commit = git('rev-parse', 'HEAD')
    await expect(reader.choose({ allBranches: true, allTags: true })).resolves.toEqual([{ commit, names: ['main', 'v1'] }])
    await expect(reader.choose({ allCommits: true })).resolves.toHaveLength(2)
  })
})
