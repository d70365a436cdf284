import { mkdirSync } from 'node:fs'
import { type Client, createClient } from '@reprise/client'
import { RepriseError } from '@reprise/protocol'
import { createLazyTransport } from './local/lazy-transport.ts'
import { NOWHERE } from './runs/run.ts'
import { resolveSettings, type Settings } from './settings.ts'
import { claimSpool } from './spool/claim.ts'
import { createFileJournal } from './spool/file-journal.ts'
import type { Journal } from './spool/journal.ts'
import { filesOf } from './spool/layout.ts'
import { createMemoryJournal } from './spool/memory-journal.ts'
import { createSpoolSpace, type SpoolSpace } from './spool/space.ts'

const REMEMBERED_PROBLEMS = 100

/** What the runs of one tracker have in common. */
export interface Session {
  readonly settings: Settings
  readonly client: Client
  /** The queue of a new writer. */
  readonly openJournal: (writer: string) => Journal
  /** Tells the program's owner of a problem, once. */
  readonly report: (problem: Error) => void
  /** The run the environment asks to go on with; only for the first run of a program. */
  readonly takeRunId: () => string | undefined
}

export function createSession(settings: Settings): Session {
  const client = createClientFor(settings.target, settings)
  const report = reportOnce(settings.onProblem)
  const spool = settings.spoolFolder === undefined ? undefined : createSpool(settings.spoolFolder, settings.spoolLimit)
  let runId = settings.runId
  return {
    settings,
    client,
    report,
    openJournal: (writer) => openJournal(writer, { spool, server: client.url, report }),
    takeRunId: () => {
      const taken = runId
      runId = undefined
      return taken
    },
  }
}

/** A session whose runs go nowhere, for programs that must not fail because tracking did. */
export function createSilentSession(): Session {
  const refuse = (): Promise<never> => Promise.reject(new RepriseError('TEMPORARILY_UNAVAILABLE', 'Tracking is off.'))
  const settings = { ...resolveSettings({ trackingUri: 'http://localhost', spool: false, endOnExit: false }), onProblem: () => undefined }
  return {
    settings,
    client: createClient({ transport: { url: NOWHERE, send: refuse, open: refuse }, retries: 0 }),
    openJournal: () => createMemoryJournal(0),
    report: () => undefined,
    takeRunId: () => undefined,
  }
}

/** A client for a server, or for a folder that is used without one. */
export function createClientFor(
  target: Settings['target'],
  { auth, headers, timeout, retries, s3 }: Partial<Pick<Settings, 'auth' | 'headers' | 'timeout' | 'retries' | 's3'>>,
): Client {
  if (target.kind === 'folder') return createClient({ transport: createLazyTransport(target.path), s3 })
  return createClient({ url: target.url, auth, headers, timeout, retries, s3 })
}

interface Spool {
  readonly folder: string
  /** What all writers of this process may add together. */
  readonly space: () => SpoolSpace
}

/** Touches no file before the first run begins. */
function createSpool(folder: string, limit: number): Spool {
  let space: SpoolSpace | undefined
  return { folder, space: () => (space ??= createSpoolSpace(folder, limit)) }
}

function openJournal(
  writer: string,
  { spool, server, report }: { spool: Spool | undefined; server: string; report: Session['report'] },
): Journal {
  if (spool === undefined) return createMemoryJournal()
  const { folder, space } = spool
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const claim = claimSpool(folder, writer)
    if (claim === undefined) throw new Error('another process uses its name')
    const header = { format: 'reprise-spool', version: 1, writer, server, created: Date.now() } as const
    return createFileJournal(filesOf(folder, writer), { claim, header, space: space() })
  } catch (cause) {
    report(noSpool(folder, cause))
    return createMemoryJournal()
  }
}

function noSpool(folder: string, cause: unknown): RepriseError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new RepriseError('INTERNAL_ERROR', `The spool folder ${folder} can not be used: ${why}`, {
    hint: 'What the server does not have when the process ends is lost. The option `spool` or REPRISE_SPOOL names another folder.',
    cause,
  })
}

/** The same words are told once, however often they are true. */
function reportOnce(tell: (problem: Error) => void): (problem: Error) => void {
  const told = new Set<string>()
  return (problem) => {
    if (told.has(problem.message)) return
    if (told.size >= REMEMBERED_PROBLEMS) told.clear()
    told.add(problem.message)
    tell(problem)
  }
}
