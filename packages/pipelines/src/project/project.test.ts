import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addToGitignore, findRoot, type Git, initProject, layoutOf, openGit, removeFromGitignore } from './index.ts'

const env = { PATH: process.env['PATH'], HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' }

let temporary: TemporaryFolder
let root: string
let number = 0
beforeAll(async () => void (temporary = await createTemporaryFolder('project')))
afterAll(() => temporary.remove())
beforeEach(() => mkdirSync((root = join(temporary.path, `project-${number++}`))))

const git = (...args: string[]) => execFileSync('git', ['-C', root, ...args], { env, encoding: 'utf8' })
const open = async (): Promise<Git> => {
  const found = await openGit(root, { env })
  if (found === undefined) throw new Error('There is no git.')
  return found
}
const read = (path: string) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : null)

describe('the root of a project', () => {
  test('is found from any folder in it', () => {
    mkdirSync(join(root, '.dvc'))
    mkdirSync(join(root, 'a/b'), { recursive: true })
    expect(findRoot(join(root, 'a/b'))).toEqual({ root })
    expect(findRoot(`${root}/a/../a`)).toEqual({ root })
  })

  test('is nowhere outside of one, in the words of DVC', () => {
    writeFileSync(join(root, '.dvc'), 'no folder')
    expect(findRoot('/').reason).toBe("you are not inside of a DVC repository (checked up to mount point '/')")
    expect(findRoot(root).reason).toMatch(/^you are not inside of a DVC repository \(checked up to mount point '\/.*'\)$/)
    expect(findRoot(join(root, 'nowhere')).reason).toBe(`directory '${join(root, 'nowhere')}' does not exist`)
  })
})

describe('a new project', () => {
  test('has the files that DVC makes, staged', async () => {
    git('init', '-q')
    await initProject(root, { env })
    expect(git('ls-files')).toBe('.dvc/.gitignore\n.dvc/config\n.dvcignore\n')
    expect(read('.dvc/.gitignore')).toBe('/config.local\n/tmp\n/cache\n')
    expect(read('.dvc/config')).toBe('')
    expect(read('.dvcignore')).toMatch(/^# Add patterns of files dvc should ignore.*\n# the performance.*\n# https.*\n$/)
  })

  test('takes the place of another only by force, which drops its cache and keeps .dvcignore', async () => {
    git('init', '-q')
    await initProject(root, { env })
    writeFileSync(join(root, '.dvcignore'), 'mine\n')
    mkdirSync(layoutOf(root).defaultCache)
    await expect(initProject(root, { env })).rejects.toThrow(/\.dvc' exists\. Use `-f` to force\./)
    await initProject(root, { env, force: true })
    expect([existsSync(layoutOf(root).defaultCache), read('.dvcignore')]).toEqual([false, 'mine\n'])
  })

  test('needs git around it, at its top or above it, unless it shall do without', async () => {
    await expect(initProject(root, { env })).rejects.toThrow('is not tracked by any supported SCM tool')
    await initProject(root, { env, noScm: true })
    expect([read('.dvc/config'), read('.dvc/.gitignore')]).toEqual(['[core]\n    no_scm = True\n', null])
    await expect(initProject(root, { env, noScm: true, isSubfolder: true })).rejects.toThrow('Cannot initialize repo with')
    mkdirSync(join(root, 'sub'))
    git('init', '-q')
    await expect(initProject(join(root, 'sub'), { env })).rejects.toThrow('--subdir')
    await initProject(join(root, 'sub'), { env, isSubfolder: true })
    expect(read('sub/.dvc/.gitignore')).toBe('/config.local\n/tmp\n/cache\n')
  })

  test('may not be ignored by git', async () => {
    git('init', '-q')
    writeFileSync(join(root, '.gitignore'), '.dvc/\n')
    await expect(initProject(root, { env })).rejects.toThrow('is ignored by your SCM tool')
  })
})

describe('.gitignore files', () => {
  beforeEach(() => void git('init', '-q'))

  test('get a line with the name, escaped as DVC escapes it', async () => {
    for (const name of ['#x', '!y', 'z[1]*', 'w ', 'back\\slash', 'ü']) {
      writeFileSync(join(root, name), '')
      expect(await addToGitignore(await open(), join(root, name))).toBe(join(root, '.gitignore'))
    }
    expect(read('.gitignore')).toBe('/\\#x\n/\\!y\n/z\\[1\\]\\*\n/w \n/back\\\\slash\n/ü\n')
  })

  test('get no line for what is ignored already, a line of its own after one without an end, and none twice', async () => {
    writeFileSync(join(root, '.gitignore'), 'data/\nfoo')
    mkdirSync(join(root, 'data'))
    expect(await addToGitignore(await open(), join(root, 'data'))).toBeUndefined()
    await addToGitignore(await open(), join(root, 'a'))
    await addToGitignore(await open(), join(root, 'a'))
    expect(read('.gitignore')).toBe('data/\nfoo\n/a\n')
    expect(removeFromGitignore(await open(), join(root, 'a'))).toBe(join(root, '.gitignore'))
    expect(read('.gitignore')).toBe('data/\nfoo\n')
  })

  test('go when nothing is left in them; lines with escapes stay', async () => {
    await addToGitignore(await open(), join(root, 'a'))
    expect(removeFromGitignore(await open(), join(root, 'a'))).toBeUndefined()
    expect(read('.gitignore')).toBeNull()
    await addToGitignore(await open(), join(root, '#a'))
    removeFromGitignore(await open(), join(root, '#a'))
    expect(read('.gitignore')).toBe('/\\#a\n')
    expect(removeFromGitignore(await open(), join(root, 'nowhere/a'))).toBeUndefined()
  })

  test('keep lines that are not UTF-8', async () => {
    writeFileSync(join(root, '.gitignore'), Buffer.from('/\xe9\n/old\n', 'latin1'))
    git('init', '-q')
    const opened = await open()
    await addToGitignore(opened, join(root, 'à'))
    removeFromGitignore(opened, join(root, 'old'))
    expect(readFileSync(join(root, '.gitignore'))).toEqual(Buffer.concat([Buffer.from('/\xe9\n', 'latin1'), Buffer.from('/à\n')]))
    removeFromGitignore(opened, join(root, 'à'))
    expect(readFileSync(join(root, '.gitignore'), 'latin1')).toBe('/\xe9\n')
  })

  test('have git ignore a name with a line feed, too', async () => {
    writeFileSync(join(root, 'a\nb'), '')
    await addToGitignore(await open(), join(root, 'a\nb'))
    expect(read('.gitignore')).toBe('/a?b\n')
    expect(await (await open()).findIgnored([join(root, 'a\nb')])).toEqual(new Set([join(root, 'a\nb')]))
  })

  test('are not written outside of the repository', async () => {
    symlinkSync(temporary.path, join(root, 'l'))
    await expect(addToGitignore(await open(), join(root, 'l/x'))).rejects.toThrow(`is outside of git repository '${root}'`)
    await expect(addToGitignore(await open(), join(temporary.path, 'x'))).rejects.toThrow('is outside of git repository')
  })
})

test('git says what it tracks, whatever the names mean to it', async () => {
  git('init', '-q')
  mkdirSync(join(root, 'd'))
  for (const name of ['*', 'd/ü', '-x', ':(top)']) writeFileSync(join(root, name), '')
  git('--literal-pathspecs', 'add', '--', '*', 'd', '-x')
  const found = await open()
  expect(await Promise.all(['*', 'd', 'd/ü', '-x', ':(top)', 'x'].map((path) => found.isTracked(join(root, path))))).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
  ])
  expect(await found.listTracked(join(root, 'd'))).toEqual([join(root, 'd/ü')])
  expect(await found.isTracked('/elsewhere')).toBe(false)
  await found.stage([join(root, ':(top)')])
  expect(await found.isTracked(join(root, ':(top)'))).toBe(true)
})
