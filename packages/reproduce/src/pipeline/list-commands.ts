import type { RunRecord } from '@reprise/protocol'

/** The commands for a shell that a run of a pipeline, or of a stage, came to; undefined for any other run. */
export function listCommands({ pipeline, stage, command }: Pick<RunRecord, 'pipeline' | 'stage' | 'command'>): string[] | undefined {
  if (stage !== undefined) return command.argv.slice(-1)
  return pipeline?.stages.flatMap(({ command: one }) => one ?? [])
}
