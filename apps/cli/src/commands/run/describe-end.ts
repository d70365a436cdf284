import { toEnvironmentParams } from '@reprise/capture'
import type { Preparation } from '@reprise/capture/recording'
import type { RecordedCode, RecordedEnvironment } from '@reprise/protocol'
import type { Run, Tracker } from '@reprise/sdk'

export interface CapturedInAll {
  readonly preparation: Preparation
  readonly beside: { readonly code: RecordedCode; readonly environment: RecordedEnvironment }
}

/** Sets the tags and params by which runs are searched. A param that the command has logged itself is left as it is. */
export async function describeEnd(run: Run, tracker: Tracker, { preparation, beside }: CapturedInAll): Promise<void> {
  const { code, environment } = beside
  const captured = preparation.items.list.filter(({ status }) => status === 'CAPTURED').length
  run.setTags({
    'mlflow.source.git.commit': code.commit,
    'mlflow.source.git.branch': code.branch,
    'reprise.items_captured': captured,
    'reprise.items_missing': preparation.items.list.length - captured,
  })
  const known = run.isOnServer ? await knownParams(run, tracker) : new Set()
  const params = toEnvironmentParams(environment)
  run.logParams(Object.fromEntries(Object.entries(params).filter(([key]) => !known.has(key))))
}

async function knownParams(run: Run, tracker: Tracker): Promise<ReadonlySet<string>> {
  const { run: found } = await tracker.client.getRun({ run_id: run.id })
  return new Set((found.data?.params ?? []).map(({ key }) => key))
}
