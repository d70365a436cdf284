import type { RecordedStage, RunRecord } from '@reprise/protocol'

/** Stages that failed in a repeat and not in the original. */
export function listFailed(original: Pick<RunRecord, 'pipeline'>, repeat: Pick<RunRecord, 'pipeline'>): RecordedStage[] {
  const before = new Map((original.pipeline?.stages ?? []).map(({ name, outcome }) => [name, outcome]))
  return (repeat.pipeline?.stages ?? []).filter(({ name, outcome }) => outcome === 'FAILED' && before.get(name) !== 'FAILED')
}
