import type { CaptureItem, RecordedCode, RecordedEnvironment } from '@reprise/protocol'
import type { PythonFacts } from './python/ask-python.ts'
import type { ResolvedCommand } from './programs/resolve-command.ts'

type Variables = Readonly<Record<string, string | undefined>>

/** What a collector is given to look at. */
export interface Context {
  readonly env: Variables
  /** Where the command runs. */
  readonly folder: string
  /** Root of the code. */
  readonly root: string
  /** What is known of the code; undefined where nobody tells. */
  readonly code: Promise<RecordedCode | undefined>
  readonly showVariables: readonly string[]
  readonly cloud: { readonly isAsked: boolean; readonly address: string }
  readonly benchmark: boolean
  readonly salt: string
  /** What the command starts in the end, wrappers and shebangs followed. */
  readonly command: () => ResolvedCommand
  /** What its Python says of itself; asked once for all collectors. Undefined where there is none; rejects where it does not answer. */
  readonly python: () => Promise<PythonFacts | undefined>
  /** The process of the command, once it is started; undefined when nobody tells of one. */
  readonly started: Promise<number | undefined>
  /** Aborted at the end of the collector's time. */
  readonly signal: AbortSignal
}

/** One item: true where it was captured, else why not. A captured item may carry a note. */
export type ItemState = true | Pick<CaptureItem, 'status' | 'detail'>

/** What a collector found. */
export interface Finding extends Partial<Pick<RecordedEnvironment, 'interpreters' | 'packages' | 'lock_files' | 'variables'>> {
  /** By name. */
  readonly items: Readonly<Record<string, ItemState>>
  /** Sections of system_info.json. */
  readonly system?: Readonly<Record<string, unknown>>
}

/**
 * Looks at one part of the environment. A collector never changes anything, and writes nothing. It may throw and it may hang: the run goes
 * on, and its items say so. Starting a program is for `programs/run-program.ts`, which gives up at the end of the time.
 */
export interface Collector {
  /** What it reports on, whatever happens. */
  readonly items: readonly string[]
  /** Whether it takes a millisecond or so, and starts nothing: such a one is asked before the command is started, the others beside it. */
  readonly isQuick?: true
  /** Milliseconds after which it is no longer waited for. */
  readonly limit: number
  readonly collect: (context: Context) => Finding | Promise<Finding>
}

export function absent(detail: string): ItemState {
  return { status: 'ABSENT', detail }
}

export function failed(detail: string): ItemState {
  return { status: 'FAILED', detail }
}

export function skipped(detail: string): ItemState {
  return { status: 'SKIPPED', detail }
}

export function noted(detail: string): ItemState {
  return { status: 'CAPTURED', detail }
}

/** Captured where there is a value. */
export function whether(value: unknown, detail: string): ItemState {
  return value === undefined || value === '' ? absent(detail) : true
}
