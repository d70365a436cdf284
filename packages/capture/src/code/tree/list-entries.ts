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

/** Everything in the index but what is in conflict: that is read anew anyway. */
export async function listEntries(place: GitPlace): Promise<IndexEntry[]> {
  const { stdout } = await runGit(place, ['ls-files', '-s', '-v', '-z'])
  return splitNul(stdout).flatMap((line) => {
    const tab = line.indexOf('\t')
    const [tag = '', mode = '', object = '', stage] = line.slice(0, tab).split(' ')
    if (stage !== '0') return []
    return [{ path: line.slice(tab + 1), mode, object, isAssumed: tag !== tag.toUpperCase(), isSkipped: tag.toUpperCase() === 'S' }]
  })
}
