import { type GitPlace, runGit, toGitVariables } from '@reprise/capture/git'
import { RepriseError } from '@reprise/protocol/errors'
import type { Repository } from '../repository/index.ts'
import type { RevisionChoice, RevisionReader } from '../revisions/index.ts'

export interface CommitChoice extends RevisionChoice {
  /** Commits of this day (`2026-11-21`) and later. */
  readonly since?: string | undefined
  /** Of each chosen revision and branch so many commits, the newest first; default: one. */
  readonly count?: number | undefined
}

/** The commits that are meant, each once. Throws RESOURCE_DOES_NOT_EXIST for an unknown revision. */
export async function chooseCommits(repository: Repository, reader: RevisionReader, choice: CommitChoice): Promise<Set<string>> {
  const place = { folder: repository.root, env: toGitVariables(repository.env) }
  const chosen = new Set((await reader.choose(choice)).map(({ commit }) => commit))
  const { count = 1, since } = choice
  if (count !== 1)
    for (const commit of Array.from(chosen)) for (const earlier of await listCommits(place, commit, count)) chosen.add(earlier)
  if (since !== undefined) for (const commit of await commitsSince(place, since)) chosen.add(commit)
  return chosen
}

/** All of them for a number that is not above zero. */
async function listCommits(place: GitPlace, commit: string, count: number): Promise<string[]> {
  const { stdout } = await runGit(place, ['rev-list', '--first-parent', ...(count > 0 ? [`--max-count=${count}`] : []), commit])
  return linesOf(stdout)
}

async function commitsSince(place: GitPlace, day: string): Promise<string[]> {
  const start = Date.parse(`${day}T00:00:00`) / 1_000
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(start))
    throw new RepriseError('INVALID_PARAMETER_VALUE', `'${day}' is no date; write it as 2026-11-21.`)
  const { stdout } = await runGit(place, ['rev-list', '--all', '--timestamp'])
  return linesOf(stdout).flatMap((line) => {
    const [time = '', commit = ''] = line.split(' ')
    return Number(time) >= start ? [commit] : []
  })
}

function linesOf(bytes: Buffer): string[] {
  return bytes
    .toString()
    .split('\n')
    .filter((line) => line !== '')
}
