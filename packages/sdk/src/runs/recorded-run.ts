import type { Run, RunStatus } from '@reprise/protocol'

/** A run as the server has it. */
export interface RecordedRun {
  readonly id: string
  readonly name: string | undefined
  readonly experimentId: string
  readonly status: RunStatus
  readonly startTime: Date | undefined
  readonly endTime: Date | undefined
  readonly artifactUri: string | undefined
  readonly isDeleted: boolean
  /** The latest value of each metric. */
  readonly metrics: Readonly<Record<string, number>>
  readonly params: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
}

export function toRecordedRun({ info, data }: Run): RecordedRun {
  return {
    id: info.run_id,
    name: info.run_name,
    experimentId: info.experiment_id,
    status: info.status,
    startTime: toDate(info.start_time),
    endTime: toDate(info.end_time),
    artifactUri: info.artifact_uri,
    isDeleted: info.lifecycle_stage === 'deleted',
    metrics: Object.fromEntries((data?.metrics ?? []).map(({ key, value }) => [key, value])),
    params: Object.fromEntries((data?.params ?? []).map(({ key, value }) => [key, value ?? ''])),
    tags: Object.fromEntries((data?.tags ?? []).map(({ key, value }) => [key, value ?? ''])),
  }
}

function toDate(time: number | bigint | undefined): Date | undefined {
  return time === undefined ? undefined : new Date(Number(time))
}
