import type { RecordedRun, Tracker } from '@reprise/sdk'

/** Who says that runs may be deleted: one of both. */
export interface Cleanup {
  /** Asked with a question such as `Delete 12 runs of prompt-optimization?`. */
  readonly confirm?: ((question: string) => boolean | Promise<boolean>) | undefined
  /** Deletes without a question. */
  readonly yes?: boolean | undefined
}

/** Deletes runs, after it was allowed to. Children first: what is left when it is cut off has no lost parents. */
export async function deleteRuns(
  runs: readonly RecordedRun[],
  client: Tracker['client'],
  { confirm, yes = false, experiment }: Cleanup & { readonly experiment: string },
): Promise<number> {
  if (!yes && confirm === undefined) throw new Error('Runs are deleted only with `confirm`, which is asked first, or with `yes: true`.')
  if (runs.length === 0) return 0
  if (!yes && (await confirm?.(`Delete ${runs.length} runs of ${experiment}?`)) !== true) return 0
  const isChild = ({ tags }: RecordedRun): boolean => tags['mlflow.parentRunId'] !== undefined
  const inOrder = [...runs].sort((one, other) => Number(isChild(other)) - Number(isChild(one)))
  for (const { id } of inOrder) await client.deleteRun({ run_id: id })
  return inOrder.length
}
