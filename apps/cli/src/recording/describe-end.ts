import { toEnvironmentParams } from '@reprise/capture'
import type { Preparation } from '@reprise/capture/recording'
import type { CaptureItem, RecordedCode, RecordedEnvironment } from '@reprise/protocol'
import type { Run, Tracker } from '@reprise/sdk'

export interface CapturedInAll {
  readonly preparation: Preparation
  readonly beside: { readonly code: RecordedCode; readonly environment: RecordedEnvironment }
}

/** Sets the tags and params by which runs are searched. A param in `known`, which the command has logged itself, is left as it is. */
export function describeEnd(run: Run, known: ReadonlySet<string>, { preparation, beside }: CapturedInAll): void {
  const { code, environment } = beside
  const { list: items } = preparation.items
  const captured = items.filter(({ status }) => status === 'CAPTURED').length
  run.setTags({
    'mlflow.source.git.commit': code.commit,
    'mlflow.source.git.branch': code.branch,
    'reprise.items_captured': captured,
    'reprise.items_missing': items.length - captured,
    'reprise.not_captured': listMissing(items),
  })
  const params = toEnvironmentParams(environment)
  run.logParams(Object.fromEntries(Object.entries(params).filter(([key]) => !known.has(key))))
}

/** What troubles comes first; what there is not on this machine last. */
const reasons = { FAILED: 'failed', TIMED_OUT: 'timed out', SKIPPED: 'left out', ABSENT: 'not there' } as const
/** Characters of a tag that people read. */
const LONGEST = 2_000

/** Names of what was not captured, by why: `timed out: gpu.devices; not there: conda.packages`. The record has each with its own words. */
export function listMissing(items: readonly CaptureItem[]): string {
  const groups = Object.entries(reasons).flatMap(([status, reason]) => {
    const names = items.filter((item) => item.status === status).map(({ name }) => name)
    return names.length === 0 ? [] : [`${reason}: ${[...new Set(names)].join(', ')}`]
  })
  const text = groups.join('; ')
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text
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
