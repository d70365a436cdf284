import { toEnvironmentParams } from '@reprise/capture'
import type { Preparation } from '@reprise/capture/recording'
import type { RecordedCode, RecordedEnvironment } from '@reprise/protocol'
import type { Run, Tracker } from '@reprise/sdk'

export interface CapturedInAll {
  readonly preparation: Preparation
  readonly beside: { readonly code: RecordedCode; readonly environment: RecordedEnvironment }
}

/** Sets the tags and params by which runs are searched. A param in `known`, which the command has logged itself, is left as it is. */
export function describeEnd(run: Run, known: ReadonlySet<string>, { preparation, beside }: CapturedInAll): void {
  const { code, environment } = beside
  const captured = preparation.items.list.filter(({ status }) => status === 'CAPTURED').length
  run.setTags({
    'mlflow.source.git.commit': code.commit,
    'mlflow.source.git.branch': code.branch,
    'reprise.items_captured': captured,
    'reprise.items_missing': preparation.items.list.length - captured,
  })
  const params = toEnvironmentParams(environment)
  run.logParams(Object.fromEntries(Object.entries(params).filter(([key]) => !known.has(key))))
}

/** Keys of the params that the command has logged itself. Never rejects: of a server that is away nothing is known. */
export async function knownParams(run: Run, tracker: Tracker): Promise<ReadonlySet<string>> {
  if (!run.isOnServer) return new Set()
  try {
    const { run: found } = await tracker.client.getRun({ run_id: run.id })
    return new Set((found.data?.params ?? []).map(({ key }) => key))
  } catch {
    return new Set()
  }
}
