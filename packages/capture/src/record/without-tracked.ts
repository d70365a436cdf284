import { lstatSync } from 'node:fs'
import { relative } from 'node:path'
import { type GitPlace, runGit, toGitVariables } from '../code/git/run-git.ts'
import { fileNameOf, isBelow } from '../tracing/index.ts'
import type { FileToDescribe } from './describe-files.ts'
import type { FoundInputs } from './find-inputs.ts'

/** Milliseconds. */
const PATIENCE = 10_000

/** What was only listed is kept with the code already, unless git ignores it. `git` is the root of a repository, or undefined. */
export async function withoutTracked(found: FoundInputs, git: GitPlace | undefined): Promise<FoundInputs> {
  if (git === undefined) return found
  const root = git.folder
  const isInTree = ({ path, isListed }: FileToDescribe): boolean => isListed === true && isBelow(path, root) && !isFolder(path)
  const listed = [...found.data, ...found.code].filter(isInTree)
  const ignored = await findIgnored(listed, git)
  const select = (files: readonly FileToDescribe[]): FileToDescribe[] => files.filter((file) => !isInTree(file) || ignored.has(file.path))
  return { data: select(found.data), code: select(found.code) }
}

async function findIgnored(files: readonly FileToDescribe[], git: GitPlace): Promise<ReadonlySet<string>> {
  if (files.length === 0) return new Set()
  const byName = new Map(files.map(({ path }) => [`./${relative(git.folder, path)}`, path]))
  // It knows no literal names; after a dot and a slash none has another meaning.
  const place = { ...git, env: { ...toGitVariables(git.env), GIT_LITERAL_PATHSPECS: undefined } }
  const answer = await runGit(place, ['check-ignore', '-z', '--stdin'], {
    stdin: Buffer.from([...byName.keys()].join('\0')),
    timeout: PATIENCE,
  })
  return new Set(
    answer.stdout
      .toString()
      .split('\0')
      .flatMap((name) => byName.get(name) ?? []),
  )
}

function isFolder(path: string): boolean {
  try {
    return lstatSync(fileNameOf(path)).isDirectory()
  } catch {
    return false
  }
}
