import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { findGitCommit } from './git-commit.ts'

function git(folder: string, ...args: string[]): string {
  return execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: 'pipe',
  }).trim()
}

describe('the commit of a folder', () => {
  it('is found without git, in branches, packed references, detached heads and worktrees', () => {
    using folder = temporaryFolder()
    const repository = join(folder.path, 'repository')
    mkdirSync(join(repository, 'deep'), { recursive: true })
    git(repository, 'init', '-q')
    expect(findGitCommit(repository)).toBeUndefined()
    git(repository, 'commit', '-q', '--allow-empty', '-m', 'one')
    const one = git(repository, 'rev-parse', 'HEAD')
    expect(findGitCommit(join(repository, 'deep'))).toBe(one)
    git(repository, 'pack-refs', '--all')
    expect(findGitCommit(repository)).toBe(one)
    git(repository, 'worktree', 'add', '-q', '-b', 'side', join(folder.path, 'side'))
    git(join(folder.path, 'side'), 'commit', '-q', '--allow-empty', '-m', 'two')
    expect(findGitCommit(join(folder.path, 'side'))).toBe(git(join(folder.path, 'side'), 'rev-parse', 'HEAD'))
    git(repository, 'checkout', '-q', '--detach')
    expect(findGitCommit(repository)).toBe(one)
  })

  it('is none outside of a repository', () => {
    using folder = temporaryFolder()
    expect(findGitCommit(folder.path)).toBeUndefined()
  })
})
