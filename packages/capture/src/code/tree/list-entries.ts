import { type GitPlace, runGit, splitNul } from '../git/run-git.ts'
import type { RawPath } from './paths.ts'

/** A line of the index. */
export interface IndexEntry {
  readonly path: RawPath
  /** `100644`, `100755`, `120000` a link, `160000` a commit of another repository. */
  readonly mode: string
  readonly object: string
  /** The user told git not to look at the file. */
  readonly isAssumed: boolean
  /** A sparse checkout left the file out. */
  readonly isSkipped: boolean
}

export const REPOSITORY_MODE = '160000'

/** What git knows, and what it sees. */
export interface WorkTree {
  /** Everything in the index but what is in conflict: that is read anew anyway. */
  readonly entries: readonly IndexEntry[]
  /** What is neither tracked nor ignored, but for Python's environments; repositories inside end in a slash. */
  readonly others: readonly RawPath[]
  /** Whether a tracked file is other than in the index, is gone, or is in conflict. */
  readonly isTouched: boolean
}

/** Asks git for everything at once: each question of its own would be another process that the command waits for. */
export async function listWorkTree(place: GitPlace): Promise<WorkTree> {
  const { stdout } = await runGit(place, ['ls-files', '-s', '-v', '-m', '-d', '-o', '--exclude-standard', '-z'])
  const entries: IndexEntry[] = []
  const others: RawPath[] = []
  let isTouched = false
  for (const line of splitNul(stdout)) {
    const tag = line[0] ?? ''
    if (tag === '?') {
      others.push(line.slice(2))
      continue
    }
    const tab = line.indexOf('\t')
    // `H 100644 <object> 0`; R and C stand before files that are gone or changed, which have a line with H, too.
    const stage = line[tab - 1]
    if (stage !== '0' || tag === 'R' || tag === 'C') isTouched = true
    else {
      const isSkipped = tag === 'S' || tag === 's'
      entries.push({
        path: line.slice(tab + 1),
        mode: line.slice(2, 8),
        object: line.slice(9, tab - 2),
        isAssumed: tag >= 'a',
        isSkipped,
      })
    }
  }
  return { entries, others: withoutEnvironments(others), isTouched }
}

function withoutEnvironments(paths: readonly RawPath[]): readonly RawPath[] {
  const environments = paths.filter((path) => path.endsWith('/pyvenv.cfg')).map((path) => path.slice(0, -'pyvenv.cfg'.length))
  return environments.length === 0 ? paths : paths.filter((path) => !environments.some((folder) => path.startsWith(folder)))
}
