import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lookAtGit } from './look-at-git.ts'

const own = { PATH: process.env['PATH'], HOME: '/nowhere', GIT_CONFIG_NOSYSTEM: '1' }
let folder: string
const git = (...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: folder, env: own, stdio: 'pipe' })
    .toString()
    .trim()
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'reprise-git-')))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a folder without git has nothing to tell', async () => {
  expect(await lookAtGit(folder, { ...own, GIT_CEILING_DIRECTORIES: join(folder, '..') })).toEqual({})
})

test('tells commit, branch and remote, and whether tracked files were changed', async () => {
  git('init', '-q', '-b', 'дев')
  expect(await lookAtGit(folder, own)).toMatchObject({ top: folder, commit: undefined, branch: 'дев', isDirty: false })
  git('remote', 'add', 'upstream', '/srv/spirals.git')
  writeFileSync(join(folder, 'a'), '1')
  git('add', 'a')
  git('commit', '-qm', 'one')
  mkdirSync(join(folder, 'sub'))
  writeFileSync(join(folder, 'untracked'), '1')
  const state = await lookAtGit(join(folder, 'sub'), own)
  expect(state).toEqual({ top: folder, commit: git('rev-parse', 'HEAD'), branch: 'дев', isDirty: false, remote: '/srv/spirals.git' })
  git('remote', 'add', 'origin', 'git@host:ada/spirals.git')
  writeFileSync(join(folder, 'a'), '2')
  expect(await lookAtGit(folder, own)).toMatchObject({ isDirty: true, remote: 'git@host:ada/spirals.git' })
})

test('a commit that is checked out by a server that builds is of the branch that its variables name', async () => {
  git('init', '-q')
  git('commit', '-q', '--allow-empty', '-m', 'one')
  git('checkout', '-q', '--detach')
  expect((await lookAtGit(folder, own)).branch).toBeUndefined()
  expect((await lookAtGit(folder, { ...own, GITHUB_HEAD_REF: '', GITHUB_REF_NAME: 'main' })).branch).toBe('main')
  expect((await lookAtGit(folder, { ...own, CI_COMMIT_REF_NAME: 'feature' })).branch).toBe('feature')
})
