import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** The commit that is checked out in the repository around a folder, read without git; undefined outside of one. */
export function findGitCommit(folder: string): string | undefined {
  const git = findGitFolder(resolve(folder))
  const head = git === undefined ? undefined : readLine(join(git, 'HEAD'))
  if (git === undefined || head === undefined) return undefined
  return head.startsWith('ref: ') ? readReference(git, head.slice('ref: '.length)) : asCommit(head)
}

function findGitFolder(folder: string): string | undefined {
  const path = join(folder, '.git')
  if (readLine(join(path, 'HEAD')) !== undefined) return path
  const pointer = readLine(path)
  if (pointer?.startsWith('gitdir: ') === true) return resolve(folder, pointer.slice('gitdir: '.length))
  const parent = dirname(folder)
  return parent === folder ? undefined : findGitFolder(parent)
}

/** Worktrees keep their references in the folder that `commondir` names. */
function readReference(git: string, name: string): string | undefined {
  const common = resolve(git, readLine(join(git, 'commondir')) ?? '.')
  const loose = readLine(join(git, name)) ?? readLine(join(common, name))
  return asCommit(loose ?? findPacked(join(common, 'packed-refs'), name))
}

function findPacked(path: string, name: string): string | undefined {
  return readText(path)
    ?.split('\n')
    .find((line) => line.endsWith(` ${name}`))
    ?.split(' ')[0]
}

function asCommit(text: string | undefined): string | undefined {
  return text !== undefined && /^[0-9a-f]{40,64}$/.test(text) ? text : undefined
}

function readLine(path: string): string | undefined {
  return readText(path)?.trim()
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // Not there, or a folder: there is no such reference.
    return undefined
  }
}
