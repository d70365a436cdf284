/** What is asked of a job: BullMQ's `Job` has it, and so has the one that a sandboxed processor is given. */
export interface TaskJob {
  readonly name: string
  readonly id?: string | undefined
  readonly queueName?: string | undefined
  readonly data?: unknown
  /** When it was added, in milliseconds since 1970. */
  readonly timestamp?: number | undefined
  readonly opts?: { readonly telemetry?: { readonly metadata?: string | undefined } | undefined } | undefined
  /** Times that it was begun, this one included. */
  readonly attemptsStarted?: number | undefined
  /** Times that it failed before. */
  readonly attemptsMade?: number | undefined
}

/** When a job was added, ISO 8601. With its id and queue this tells it from jobs of the same id in another Redis, or before Redis was emptied. */
export function addedAt({ timestamp }: TaskJob): string | undefined {
  return timestamp === undefined || Number.isNaN(Number(timestamp)) ? undefined : new Date(Number(timestamp)).toISOString()
}

/** 1 for the first attempt. One that was cut off, because its worker died, counts as well. */
export function attemptOf({ attemptsStarted, attemptsMade = 0 }: TaskJob): number {
  return attemptsStarted ?? attemptsMade + 1
}
