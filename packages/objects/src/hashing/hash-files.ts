import { type HashAlgorithm, sortAlgorithms } from './algorithms.ts'
import { unpackBatch } from './batch.ts'
import { HashControl } from './control.ts'
import { hashBatches } from './hash-batches.ts'
import type { FileState, HashOutcome } from './outcome.ts'
import { planBatches } from './plan-batches.ts'
import type { StatCache } from './stat-cache/index.ts'

/** Milliseconds between two reports. */
const REPORT_INTERVAL = 100

/** A regular file, by its path, as bytes where that is not UTF-8, and as `lstat` saw it. */
export interface FileToHash {
  readonly path: string | Uint8Array
  readonly state: FileState
}

export interface HashProgress {
  /** Files that are done, those known from the cache included. */
  readonly files: number
  /** Bytes of those files, and of others as far as they were read. */
  readonly bytes: number
}

export interface HashOptions {
  /** At least one; each file is read once for all of them. */
  readonly algorithms: readonly HashAlgorithm[]
  /** What is known of files that have not changed since; learns the rest. Saving it is the caller's. */
  readonly cache?: StatCache | undefined
  /** Default: one per core. */
  readonly threads?: number | undefined
  /** Ends it early, within some milliseconds; the promise then rejects with its reason. */
  readonly signal?: AbortSignal | undefined
  /** At most ten times a second, and once at the end. */
  readonly onProgress?: ((progress: HashProgress) => void) | undefined
}

/**
 * Hashes files, on a thread per core. The outcomes have the order of the files. A file that cannot be read, is no file any more or
 * changes while it is read is an outcome, not an error. Memory is some hundred kilobytes per thread, whatever the files' sizes.
 */
export async function hashFiles(files: readonly FileToHash[], options: HashOptions): Promise<HashOutcome[]> {
  options.signal?.throwIfAborted()
  const algorithms = sortAlgorithms(options.algorithms)
  const outcomes = files.map(({ state }) => fromCache(state, algorithms, options.cache))
  const toRead = [...files.keys()].filter((index) => outcomes[index] === undefined)
  const control = new HashControl()
  const stopReporting = startReporting({ files, outcomes, control }, options.onProgress)
  try {
    await readFiles({ files, outcomes, toRead, control }, { ...options, algorithms })
  } finally {
    stopReporting()
  }
  return outcomes.map((outcome) => outcome ?? { kind: 'unreadable', reason: 'unknown' })
}

interface Reading {
  readonly files: readonly FileToHash[]
  readonly outcomes: (HashOutcome | undefined)[]
  readonly toRead: readonly number[]
  readonly control: HashControl
}

async function readFiles({ files, outcomes, toRead, control }: Reading, options: HashOptions): Promise<void> {
  const { algorithms, cache, threads, signal } = options
  const sizes = toRead.map((index) => Number(files[index]?.state.size ?? 0n))
  const plan = planBatches(sizes).map((batch) => batch.map((place) => toRead[place] ?? 0))
  const batches = plan.map((indexes) => ({ paths: indexes.map((index) => files[index]?.path ?? '') }))
  const totalBytes = sizes.reduce((sum, size) => sum + size, 0)
  await hashBatches({ algorithms, batches, totalBytes, threads, signal, control }, (batch, hashed) => {
    const indexes = plan[batch] ?? []
    let place = 0
    for (const outcome of unpackBatch(hashed, algorithms)) {
      const index = indexes[place++] ?? 0
      outcomes[index] = withKnownState(outcome, files[index]?.state)
      if (outcome.kind === 'hashed') cache?.add(outcome.state, outcome.hashes, hashed.startedNs)
    }
  })
}

/** Most files are as they were listed: their state need not be held twice. */
function withKnownState(outcome: HashOutcome, listed: FileState | undefined): HashOutcome {
  if (outcome.kind !== 'hashed' || listed === undefined || !isSameState(outcome.state, listed)) return outcome
  return { ...outcome, state: listed }
}

function isSameState(a: FileState, b: FileState): boolean {
  return a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs && a.size === b.size && a.ino === b.ino && a.dev === b.dev && a.mode === b.mode
}

function fromCache(state: FileState, algorithms: readonly HashAlgorithm[], cache: StatCache | undefined): HashOutcome | undefined {
  const hashes = cache?.find(state, algorithms)
  return hashes === undefined ? undefined : { kind: 'hashed', state, hashes, isCached: true }
}

function startReporting({ files, outcomes, control }: Omit<Reading, 'toRead'>, onProgress: HashOptions['onProgress']): () => void {
  if (onProgress === undefined) return () => undefined
  const cached = outcomes.reduce((sum, outcome, index) => sum + (outcome === undefined ? 0 : Number(files[index]?.state.size)), 0)
  const report = (): void => {
    const done = outcomes.reduce((count, outcome) => count + (outcome === undefined ? 0 : 1), 0)
    onProgress({ files: done, bytes: cached + control.bytes })
  }
  const timer = setInterval(report, REPORT_INTERVAL)
  return () => {
    clearInterval(timer)
    report()
  }
}
