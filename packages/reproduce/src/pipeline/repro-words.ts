import type { RunRecord } from '@reprise/protocol'

/** What changes nothing about what the stages make, or would keep them from being run. */
const leftOut = /^(?:--force|--pull|--allow-missing|--interactive|--no-commit|--no-run-cache|--force-downstream|--runner=.*)$/

/** What goes behind `reprise repro` to run a pipeline, or one stage of it, again; undefined for any other run. */
export function reproWords({ pipeline, stage }: Pick<RunRecord, 'pipeline' | 'stage'>): string[] | undefined {
  if (stage !== undefined) return ['--force', '--single-item', stage.target]
  // Imports are restored as they were; where they came from need not be there any more.
  return pipeline === undefined ? undefined : ['--force', '--allow-missing', ...pipeline.arguments.filter((word) => !leftOut.test(word))]
}
