import type { RevisionResults } from '@reprise/pipelines'
import type { Project } from '../project/index.ts'

/** Names the revisions of which some file could not be read. */
export function warnOfFailures({ world }: Project, results: ReadonlyMap<string, RevisionResults>, what: string): void {
  const failed = [...results].filter(
    ([, { files, error }]) => error !== undefined || [...(files ?? []).values()].some((file) => file.error),
  )
  if (failed.length > 0)
    world.note(`reprise failed to load some ${what} for following revisions: '${failed.map(([name]) => name).join(', ')}'.`)
}
