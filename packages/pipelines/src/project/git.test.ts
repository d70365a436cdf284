import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openGit } from './git.ts'

it('foresees of many paths what it says of each', async () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'git-')))
  try {
    const run = (...args: string[]) => execFileSync('git', args, { cwd: root })
    run('init', '-q')
    mkdirSync(join(root, 'folder/below'), { recursive: true })
    for (const name of ['tracked', 'ignored', 'plain', 'folder/below/tracked', 'folderish']) writeFileSync(join(root, name), '')
    writeFileSync(join(root, '.gitignore'), 'ignored\n/gone\n')
    run('add', 'tracked', 'folder')
    const paths = ['tracked', 'ignored', 'plain', 'folder', 'folderish', 'gone', '*'].map((name) => join(root, name))
    const git = await openGit(root, { env: process.env })
    const ask = async () => {
      const found: unknown[] = []
      for (const path of paths) found.push([path, await git?.isTracked(path), (await git?.findIgnored([path]))?.has(path)])
      return found
    }
    const asked = await ask()
    expect(asked.map((one) => (one as unknown[]).slice(1))).toEqual([
      [true, false],
      [false, true],
      [false, false],
      [true, false],
      [false, false],
      [false, true],
      [false, false],
    ])
    await git?.foresee(paths)
    // What is said next is what was so; what is said after that is what is so.
    run('rm', '-q', '--cached', 'tracked')
    expect(await ask()).toEqual(asked)
    expect(await git?.isTracked(join(root, 'tracked'))).toBe(false)
  } finally {
    rmSync(root, { recursive: true })
  }
})
