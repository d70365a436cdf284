import { RepriseError } from '@reprise/protocol'
import type { Outcome, Target } from '../spool/deliver.ts'
import type { Journal } from '../spool/journal.ts'
import type { SpoolRecord, SpoolRequests } from '../spool/record.ts'
import { type BatchMetric, createBatch } from './batch.ts'
import { createSender } from './sender.ts'

const FLUSH_MILLISECONDS = 200
/** Bytes on the way to a server that answers, beyond which `ready` makes a program wait. */
const READY_BYTES = 8 * 1024 * 1024
/** Bytes that must be free where records wait: with less, `ready` makes a program wait although the server is away. */
const ROOM_BYTES = 1024 * 1024
/** Milliseconds between two looks at what does not change fast. */
const LOOK_MILLISECONDS = 100

/** How much of what was logged has arrived. */
export interface Delivery {
  /** Whether the server has everything. */
  readonly delivered: boolean
  /** Records that wait in the spool, or in memory when there is no spool. */
  readonly waiting: number
  /** Records that the server refused since the run began here; they are kept aside in the spool, with the reasons. */
  readonly rejected: number
  /** Records that could be kept nowhere and are lost. */
  readonly lost: number
}

export interface WriterParts {
  readonly journal: Journal
  readonly target: Target
  readonly runId: string
  /** Records of this writer that the server had before; default none. */
  readonly settled?: number
  /** Where the journal is, for messages; undefined when it is in memory. */
  readonly spoolFolder: string | undefined
  readonly onProblem: (error: Error) => void
}

/**
 * Brings what one run logs to the server: collected into batches, put into the journal at the latest after 200 ms, sent
 * in order with one request at a time. Logging returns at once and never fails because of the server.
 */
export interface Writer {
  metric(metric: BatchMetric): void
  param(key: string, value: string): void
  tag(key: string, value: string): void
  /** Puts an operation into the journal, after all that was logged before; the reason when it could be kept nowhere, which is told as well. */
  append<Name extends keyof SpoolRequests>(operation: Name, request: SpoolRequests[Name]): RepriseError | undefined
  /** Claims space in the spool for the bytes of an artifact, or gives it back when negative. Throws RESOURCE_EXHAUSTED when there is none. */
  reserve(bytes: number): void
  /** What became of the next record of this operation when it was tried for the first time. */
  firstOutcome(operation: keyof SpoolRequests): Promise<Outcome>
  /** Puts what was collected into the journal; synchronous, also for a process that is ending. */
  cut(): void
  /**
   * Settles once the way to the server is free enough to log on without piling up; while the server is away, once there is room where
   * records wait.
   */
  ready(): Promise<void>
  /** Sends what there is, for so long. */
  drain(milliseconds: number): Promise<Delivery>
  /** Gives up what is on its way, as if the server were away. */
  interrupt(): void
  /** Whether the server could not be reached when last tried. */
  readonly isAway: boolean
  readonly delivery: Delivery
  /** Nothing more will be logged: the journal is closed once all is sent, or left to be synchronised when the process ends. */
  close(): void
  /** Drops what waits: the server will never take it. */
  abandon(): void
}

export function createWriter({ journal, target, runId, settled = 0, spoolFolder, onProblem }: WriterParts): Writer {
  const batch = createBatch()
  const waiters = new Map<string, (outcome: Outcome) => void>()
  let sequence = settled
  let rejected = 0
  let lost = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let closing = false
  let abandoned = false

  const sender = createSender({
    journal,
    target,
    onFailure: (error) => onProblem(toError(error)),
    onOutcome: ({ operation }, outcome) => {
      if (outcome.kind === 'rejected') rejected += 1
      const waiter = waiters.get(operation)
      waiters.delete(operation)
      if (waiter !== undefined) waiter(outcome)
      else if (outcome.kind === 'rejected') onProblem(outcome.error)
      if (outcome.kind === 'postponed') {
        attempt(() => journal.persist())
        onProblem(waiting(outcome.error, spoolFolder))
      }
      closeWhenDone()
    },
  })
  /** Trouble with the journal's files is told, and never thrown at the program. */
  const attempt = (act: () => void): RepriseError | undefined => {
    try {
      act()
      return undefined
    } catch (cause) {
      const error = toError(cause)
      onProblem(error)
      return error
    }
  }
  const closeWhenDone = (): void => {
    if (closing && journal.backlog === 0) attempt(() => journal.close())
  }
  const put = (record: SpoolRecord): RepriseError | undefined => {
    const error = attempt(() => journal.append(record))
    if (error === undefined) sequence = record.sequence
    else {
      lost += 1
      waiters.get(record.operation)?.({ kind: 'rejected', error })
      waiters.delete(record.operation)
    }
    return error
  }
  const cut = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (batch.isEmpty || abandoned) return
    put({ sequence: sequence + 1, operation: 'logBatch', request: batch.take(runId) })
    sender.wake()
  }
  const collected = (): void => {
    if (batch.isFull) return cut()
    if (timer !== undefined) return
    // Does not keep the process alive: before it exits, open runs are ended.
    timer = setTimeout(cut, FLUSH_MILLISECONDS)
    timer.unref()
  }
  const delivery = (): Delivery => ({ delivered: journal.backlog === 0 && lost === 0, waiting: journal.waiting, rejected, lost })
  return {
    metric: (metric) => {
      batch.addMetric(metric)
      collected()
    },
    param: (key, value) => {
      batch.addParam(key, value)
      collected()
    },
    tag: (key, value) => {
      batch.addTag(key, value)
      collected()
    },
    append: (operation, request) => {
      cut()
      if (abandoned) return undefined
      const error = put({ sequence: sequence + 1, operation, request } as SpoolRecord)
      sender.wake()
      return error
    },
    reserve: (bytes) => journal.reserve(bytes),
    firstOutcome: (operation) => new Promise((resolve) => waiters.set(operation, resolve)),
    cut,
    ready: async () => {
      while (journal.backlog > READY_BYTES && !sender.isAway) await sleep(5)
      while (journal.backlog > 0 && !journal.hasRoomFor(ROOM_BYTES)) await sleep(LOOK_MILLISECONDS)
    },
    drain: async (milliseconds) => {
      cut()
      if (journal.backlog > 0) await sender.drain(milliseconds)
      return delivery()
    },
    interrupt: () => sender.interrupt(),
    get isAway() {
      return sender.isAway
    },
    get delivery() {
      return delivery()
    },
    close: () => {
      cut()
      closing = true
      closeWhenDone()
    },
    abandon: () => {
      abandoned = true
      clearTimeout(timer)
      attempt(() => journal.discard())
    },
  }
}

function waiting({ code, message }: RepriseError, folder: string | undefined): RepriseError {
  const where = folder === undefined ? 'What is logged waits in memory.' : `What is logged waits in ${folder}.`
  const hint =
    folder === undefined ? 'It is lost when the process ends first.' : 'It is sent when the server is back, or by `reprise spool sync`.'
  return new RepriseError(code, `${message}${/[.?!]$/.test(message) ? '' : '.'} ${where}`, { hint })
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

function toError(cause: unknown): RepriseError {
  if (cause instanceof RepriseError) return cause
  return new RepriseError('INTERNAL_ERROR', cause instanceof Error ? cause.message : String(cause), { cause })
}
