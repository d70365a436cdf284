import { RepriseError } from '@reprise/protocol'
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
  /**
   * Tries now, whatever the pause, and waits until all is sent, the server turns out to be away, or time is up. What is on
   * its way then is given up, so that a server that hangs can not keep a program from ending; it is sent again later.
   */
  drain(milliseconds: number): Promise<void>
  /** Gives up what is on its way, as if the server were away. */
  interrupt(): void
}

export function createSender({ journal, target, onOutcome, onFailure }: SenderParts): Sender {
  let running: Promise<void> | undefined
  let stop = new AbortController()
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const run = async (): Promise<void> => {
    for (let record = journal.peek(); record !== undefined; record = journal.peek()) {
      const outcome = await deliver(record, target, stop.signal)
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
    if (running === undefined) stop = new AbortController()
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
  const interrupt = (): void => {
    if (running !== undefined) stop.abort(new RepriseError('TEMPORARILY_UNAVAILABLE', `${target.client.url} does not answer.`))
  }
  return {
    get isAway() {
      return failures > 0
    },
    wake: () => {
      if (timer === undefined) start()
    },
    interrupt,
    drain: async (milliseconds) => {
      if (!(await isDoneWithin(milliseconds, tryOnce()))) interrupt()
    },
  }
}

async function isDoneWithin(milliseconds: number, work: Promise<void>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), milliseconds)))
  const done = work.then(() => true)
  return Promise.race([done, late]).finally(() => clearTimeout(timer))
}
