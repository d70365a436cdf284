import type { Run } from '@reprise/sdk'

/** What became of a task: a value, or an error by which it asks its queue to come back later. */
export type Outcome<Result> = { readonly value: Result } | { readonly postponement: unknown }

/** How BullMQ's own errors are called by which a processor says that the job is to go on later, and that nothing has failed. */
const postponements: ReadonlySet<string> = new Set(['DelayedError', 'WaitingError', 'WaitingChildrenError', 'RateLimitError'])
const RATE_LIMITED = 'bullmq:rateLimitExceeded'

/** Does a task and logs how long it took and what became of it. Rejects with the task's error, as it was thrown. */
export async function measureTask<Result>(run: Run, act: () => Result | Promise<Result>): Promise<Outcome<Result>> {
  const begun = performance.now()
  const finish = (status: 'succeeded' | 'failed' | 'postponed', error: Record<string, string> = {}): void => {
    // A task may have ended its run itself.
    if (run.isEnded) return
    run.logMetric('duration_seconds', (performance.now() - begun) / 1_000)
    run.setTags({ status, ...error })
  }
  try {
    const value = await act()
    finish('succeeded')
    return { value }
  } catch (error) {
    if (isPostponement(error)) {
      finish('postponed')
      return { postponement: error }
    }
    finish('failed', describeError(error))
    throw error
  }
}

function isPostponement(error: unknown): boolean {
  return error instanceof Error && (postponements.has(error.name) || error.message === RATE_LIMITED)
}

function describeError(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { error_type: typeof error, error_message: String(error) }
  return { error_type: error.name, error_message: error.message }
}
