import { deliver, type Outcome, type Target } from '../spool/deliver.ts'
import type { Journal } from '../spool/journal.ts'
import type { SpoolRecord } from '../spool/record.ts'

const FIRST_PAUSE = 1_000
const LONGEST_PAUSE = 30_000

export interface SenderParts {
  readonly journal: Journal
  readonly target: Target
  /** Called for each record that was tried, before the next. Must not throw. */
  readonly onOutcome: (record: SpoolRecord, outcome: Outcome) => void
  /** The journal itself failed, as when the disk is full or gone. */
  readonly onFailure: (error: unknown) => void
}

/** Empties a journal in order, one request at a time. While the server is away it tries again with growing pauses. */
export interface Sender {
  /** Whether the last try failed for want of a server. */
  readonly isAway: boolean
  /** There is something to send. */
  wake(): void
  /** Tries now, whatever the pause, and waits until all is sent, the server turns out to be away, or time is up. */
  drain(milliseconds: number): Promise<void>
  /** Settles when nothing is being sent at the moment. */
  idle(): Promise<void>
}

export function createSender({ journal, target, onOutcome, onFailure }: SenderParts): Sender {
  let running: Promise<void> | undefined
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const run = async (): Promise<void> => {
    for (let record = journal.peek(); record !== undefined; record = journal.peek()) {
      const outcome = await deliver(record, target)
      if (outcome.kind === 'delivered') journal.settle()
      else if (outcome.kind === 'rejected') journal.reject(outcome.error)
      failures = outcome.kind === 'postponed' ? failures + 1 : 0
      if (outcome.kind === 'postponed') tryLater()
      onOutcome(record, outcome)
      if (outcome.kind === 'postponed') return
    }
  }
  const start = (): void => {
    clearTimeout(timer)
    timer = undefined
    running ??= run().catch(fail).finally(finish)
  }
  const finish = (): void => {
    running = undefined
    // Something may have been added between the last look into the journal and now.
    if (journal.backlog > 0 && timer === undefined) start()
  }
  const fail = (error: unknown): void => {
    failures += 1
    tryLater()
    onFailure(error)
  }
  /** A try that is under way may have begun before the server was back: it does not count. */
  const tryOnce = async (): Promise<void> => {
    await running
    if (journal.backlog === 0) return
    start()
    await running
  }
  /** Does not keep the process alive: what waits is in the journal. */
  const tryLater = (): void => {
    timer = setTimeout(start, Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (failures - 1)))
    timer.unref()
  }
  return {
    get isAway() {
      return failures > 0
    },
    wake: () => {
      if (timer === undefined) start()
    },
    idle: () => running ?? Promise.resolve(),
    drain: async (milliseconds) => {
      await within(milliseconds, tryOnce())
    },
  }
}

async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)))
  await Promise.race([work, late]).finally(() => clearTimeout(timer))
}
