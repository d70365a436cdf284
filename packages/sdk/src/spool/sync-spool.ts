import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from '@reprise/client'
import { RepriseError } from '@reprise/protocol'
import { claimSpool } from './claim.ts'
import { deliver, type Target } from './deliver.ts'
import { type OpenedJournal, openFileJournal } from './file-journal.ts'
import type { Journal } from './journal.ts'
import { filesOf, type SpoolFiles, writerOf } from './layout.ts'

export interface SyncSpoolOptions {
  /** The spool folder. */
  readonly folder: string
  /** The client for the server that a spool was written for. */
  readonly clientFor: (server: string) => Client | Promise<Client>
  /** Called after each record. */
  readonly onProgress?: ((progress: { readonly writer: string; readonly delivered: number; readonly backlog: number }) => void) | undefined
}

/** What a synchronisation did, in all and for each writer. */
export interface SyncReport {
  /** Records that the server has now. */
  readonly delivered: number
  /** Records that the server refuses; the writers' reports say where they are kept. */
  readonly rejected: number
  /** Writers whose server could not be reached or let nobody in. */
  readonly waiting: number
  /** Writers that belong to living processes. */
  readonly held: number
  readonly writers: readonly WriterReport[]
}

/** What became of the spool of one writer. */
export interface WriterReport {
  readonly writer: string
  /** URL of the server it was written for; undefined when a living process holds it. */
  readonly server?: string
  /** `synced`: nothing is left. `held`: a living process sends it itself. `waiting`: the server could not be reached. */
  readonly state: 'synced' | 'held' | 'waiting'
  /** Records that the server has now. */
  readonly delivered: number
  /** Records that the server refuses, kept in `rejectedFile` with the reasons. */
  readonly rejected: number
  readonly rejectedFile?: string
  /** Bytes of a torn end that were cut off and kept in `damagedFile`. */
  readonly damagedFile?: string
  /** Why it waits. */
  readonly error?: RepriseError
}

/**
 * Sends what earlier processes left in a spool folder: the oldest writer first, its records in order. May be stopped at
 * any moment and run twice at once; the server does each record once. Never rejects because of a server.
 */
export async function syncSpoolFolder(options: SyncSpoolOptions): Promise<SyncReport> {
  const writers: WriterReport[] = []
  for (const writer of listWriters(options.folder)) {
    const report = await syncWriter(writer, options)
    if (report !== undefined) writers.push(report)
  }
  return summarise(writers)
}

function summarise(writers: readonly WriterReport[]): SyncReport {
  const sum = (name: 'delivered' | 'rejected'): number => writers.reduce((all, writer) => all + writer[name], 0)
  const count = (state: WriterReport['state']): number => writers.filter((writer) => writer.state === state).length
  return { delivered: sum('delivered'), rejected: sum('rejected'), waiting: count('waiting'), held: count('held'), writers }
}

function listWriters(folder: string): string[] {
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter((name) => writerOf(name) !== undefined)
  return names
    .flatMap((name) => {
      const stats = statSync(join(folder, name), { throwIfNoEntry: false })
      return stats === undefined ? [] : [{ writer: writerOf(name) ?? '', born: stats.birthtimeMs }]
    })
    .sort((a, b) => a.born - b.born)
    .map(({ writer }) => writer)
}

async function syncWriter(writer: string, options: SyncSpoolOptions): Promise<WriterReport | undefined> {
  const claim = claimSpool(options.folder, writer)
  if (claim === undefined) return { writer, state: 'held', delivered: 0, rejected: 0 }
  const files = filesOf(options.folder, writer)
  if (!existsSync(files.records)) {
    claim.release(true)
    return undefined
  }
  try {
    const opened = openFileJournal(files, claim)
    return opened === undefined ? undefined : await sendJournal(files, opened, options)
  } catch (cause) {
    claim.release(false)
    const error = cause instanceof RepriseError ? cause : new RepriseError('INTERNAL_ERROR', String(cause), { cause })
    return { writer, state: 'waiting', delivered: 0, rejected: 0, error }
  }
}

async function sendJournal(files: SpoolFiles, { journal, header }: OpenedJournal, options: SyncSpoolOptions): Promise<WriterReport> {
  const { writer } = files
  try {
    const client = await options.clientFor(header.server)
    const sent = await sendAll(journal, { client, writer, fileFor: (name) => journal.fileFor(name), run: undefined }, options)
    return {
      writer,
      server: header.server,
      ...sent,
      ...(existsSync(files.rejected) ? { rejectedFile: files.rejected } : {}),
      ...(existsSync(files.damaged) ? { damagedFile: files.damaged } : {}),
    }
  } finally {
    journal.close()
  }
}

async function sendAll(
  journal: Journal,
  target: Target,
  { onProgress }: SyncSpoolOptions,
): Promise<Pick<WriterReport, 'state' | 'delivered' | 'rejected' | 'error'>> {
  let delivered = 0
  let rejected = 0
  for (let record = journal.peek(); record !== undefined; record = journal.peek()) {
    const outcome = await deliver(record, target)
    if (outcome.kind === 'postponed') return { state: 'waiting', delivered, rejected, error: outcome.error }
    if (outcome.kind === 'rejected') {
      journal.reject(outcome.error)
      rejected += 1
    } else {
      journal.settle()
      delivered += 1
    }
    onProgress?.({ writer: target.writer, delivered, backlog: journal.backlog })
  }
  return { state: 'synced', delivered, rejected }
}
