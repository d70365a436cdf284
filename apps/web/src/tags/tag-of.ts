import type { Run } from '@reprise/protocol'

/** The value of a tag; undefined where the run has none, or was read without its tags. */
export function tagOf(run: Run, key: string): string | undefined {
  return run.data?.tags.find((tag) => tag.key === key)?.value
}
