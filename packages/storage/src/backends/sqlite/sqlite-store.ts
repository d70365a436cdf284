import { resolve } from 'node:path'
import { type OperationName, operations, parseWireJson } from '@reprise/protocol'
import type { OpenOptions } from '../../open-store.ts'
import type {
  CallContext,
  ChangePage,
  GarbageReport,
  GarbageRequest,
  Store,
  StoreStatistics,
  Unsubscribe,
  VerifyReport,
} from '../../store.ts'
import { ReaderPool } from './reader-pool.ts'
import type { LogLevel, Scope, ThreadOptions, ToReader, Unsettled } from './threads/messages.ts'
import { WriterClient } from './writer-client.ts'

/** Where a store is and what it is given. */
export interface SqliteStoreOptions extends OpenOptions {
  /** The database file; made, with its folder, when it is not there. */
  readonly path: string
  /** Threads for searches and series, started when first needed; default 1. Quick reads have a thread of their own. */
  readonly readers?: number
}

/** Reads of a few rows: they do not wait behind searches. */
const quick: ReadonlySet<OperationName> = new Set([
  'getRun',
  'getExperiment',
  'getExperimentByName',
  'nextDeliveries',
] as const satisfies OperationName[])

/** Opens a store in a file, for this process alone. Throws RESOURCE_CONFLICT, PERMISSION_DENIED, DATA_LOSS or NOT_IMPLEMENTED with what to do. */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const path = resolve(options.path)
  const thread = { path, artifactRoot: options.artifactRoot }
  const listeners = new Set<() => void>()
  const clock = options.clock ?? Date.now
  const onLog: Parts['onLog'] = (level, message) => options.log?.[level]({}, message)
  const writer = await WriterClient.start(thread, clock, {
    onChange: () => listeners.forEach((listener) => listener()),
    onLog,
    onDeath: (error) => options.onFailure?.(error),
  })
  const readers = new ReaderPool(thread, 1 + (options.readers ?? 1), onLog)
  return new SqliteStore({ thread, onLog, writer, readers, listeners, clock })
}

interface Parts {
  readonly thread: ThreadOptions
  readonly onLog: (level: LogLevel, message: string) => void
  readonly writer: WriterClient
  readonly readers: ReaderPool
  readonly listeners: Set<() => void>
  readonly clock: () => number
}

class SqliteStore implements Store {
  readonly #parts: Parts
  readonly #maintaining = new Set<ReaderPool>()
  #closed: Promise<void> | undefined

  constructor(parts: Parts) {
    this.#parts = parts
  }

  call(name: OperationName, request: Uint8Array, context: CallContext = {}): Promise<Uint8Array> {
    return operations[name].effect === 'write' ? this.#parts.writer.call(name, request, context) : this.#read(name, request, context)
  }

  async #read(name: OperationName, request: Uint8Array, { deadline }: CallContext): Promise<Uint8Array> {
    const { writer, readers, clock } = this.#parts
    const scope = scopeOf(name, request, writer.unsettled)
    if (scope !== undefined) await writer.settle(scope)
    const options = { deadline, quick: quick.has(name) }
    return (await readers.read((id) => ({ kind: 'call', id, now: clock(), name, request }), options)) as Uint8Array
  }

  async changesAfter(position: string | undefined, limit: number): Promise<ChangePage> {
    return (await this.#parts.readers.read((id) => ({ kind: 'changes', id, after: position, limit }), { quick: true })) as ChangePage
  }

  onChange(listener: () => void): Unsubscribe {
    this.#parts.listeners.add(listener)
    return () => void this.#parts.listeners.delete(listener)
  }

  collectGarbage(request: GarbageRequest): Promise<GarbageReport> {
    return this.#parts.writer.collectGarbage(request)
  }

  async verify(onProgress?: (done: number, total: number) => void): Promise<VerifyReport> {
    return (await this.#maintain((id) => ({ kind: 'verify', id }), onProgress)) as VerifyReport
  }

  async backup(target: string): Promise<void> {
    await this.#maintain((id) => ({ kind: 'backup', id, target: resolve(target) }))
  }

  /** Work of minutes has a thread of its own, which ends with it. */
  async #maintain(message: (id: number) => ToReader, onProgress?: (done: number, total: number) => void): Promise<unknown> {
    const pool = new ReaderPool(this.#parts.thread, 1, this.#parts.onLog)
    this.#maintaining.add(pool)
    try {
      return await pool.read(message, { deadline: Infinity, onProgress })
    } finally {
      this.#maintaining.delete(pool)
      await pool.close()
    }
  }

  async statistics(): Promise<StoreStatistics> {
    const [ofFile, ofWriter] = await Promise.all([
      this.#parts.readers.read((id) => ({ kind: 'statistics', id })),
      this.#parts.writer.statistics(),
    ])
    return { ...(ofFile as Omit<StoreStatistics, 'commits' | 'writes'>), ...ofWriter }
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    const { writer, readers } = this.#parts
    await Promise.all([readers, ...this.#maintaining].map((pool) => pool.close()))
    await writer.close()
  }
}

/** What has to be settled before a read: of what it is about to show, what waits in the writer's memory. */
function scopeOf(name: OperationName, request: Uint8Array, unsettled: Unsettled): Scope | undefined {
  const shown = shows[name]
  if (shown === undefined || !unsettled[shown]) return undefined
  const { run_id: runId, run_uuid: runUuid, run_ids: runIds, experiment_ids: experimentIds } = (parseWireJson(request) ?? {}) as NamedScope
  if (Array.isArray(experimentIds)) return { experimentIds: experimentIds.map(Number) }
  return { runUuids: [runId, runUuid, runIds].flat().filter((uuid) => typeof uuid === 'string') }
}

type NamedScope = Partial<Record<'run_id' | 'run_uuid' | 'run_ids' | 'experiment_ids', unknown>>

/** Reads that show what may wait: the points of metrics, or what is listed of runs. */
const shows: Partial<Record<OperationName, keyof Unsettled>> = {
  getRun: 'listed',
  searchRuns: 'listed',
  searchKeys: 'listed',
  searchValues: 'listed',
  getMetricHistory: 'points',
  getMetricHistoryBulk: 'points',
  getMetricHistoryBulkInterval: 'points',
  getSeriesBuckets: 'points',
}
