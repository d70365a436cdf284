import type { LifecycleStage, RunStatus } from '@reprise/protocol'
import { runStatus } from '@reprise/protocol'

/** As `lifecycle` columns hold it. */
export const ACTIVE = 0
export const DELETED = 1

export function stageOf(lifecycle: number): LifecycleStage {
  return lifecycle === ACTIVE ? 'active' : 'deleted'
}

const namesOfStatus = new Map(Object.entries(runStatus.values).map(([name, number]) => [number, name as RunStatus]))

/** The name of a status as the column holds it; RUNNING for a number nobody wrote. */
export function statusOf(number: number): RunStatus {
  return namesOfStatus.get(number) ?? 'RUNNING'
}

export function isTerminal(status: RunStatus): boolean {
  return status === 'FINISHED' || status === 'FAILED' || status === 'KILLED'
}
