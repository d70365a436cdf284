import { checkKey } from '../writing/check-key.ts'
import { NOWHERE } from './run.ts'
import { liveScope, runOutside, type Scope } from './scope.ts'

const RUN_ID = /^[0-9a-f]{32}$/

/**
 * Where a program is, as a value that travels: in a job of a queue, a header, a message, an environment variable. Plain JSON, without secrets.
 * What begins inside of it elsewhere is a child of the same run.
 */
export interface RunContext {
  readonly runId?: string | undefined
  /** Where children go that name no experiment, as long as they are logged to the same server. */
  readonly experimentId?: string | undefined
  /** The server or folder that has the run. */
  readonly server?: string | undefined
  /** Set on every run that begins inside, such as `correlation_id`. */
  readonly tags?: Readonly<Record<string, string>> | undefined
}

/** The context of this place: of the active run, or the one that was brought here. Undefined where there is neither. */
export function runContext(): RunContext | undefined {
  const scope = liveScope()
  const carried = findCarried(scope)
  const run = findRecorded(scope)
  if (run === undefined) return carried
  return { runId: run.id, experimentId: run.experimentId, server: run.server, tags: carried?.tags }
}

/**
 * Runs a function as if it were called at the place a context was taken from: runs that begin inside are children of its run, wherever that is.
 * Without a context they are nobody's children. Runs that are active around the call are not seen by the function.
 *
 *     await queue.send({ data, context: runContext() })                      // here
 *     await inRunContext(readRunContext(message.context), () => work(data))  // and there
 */
export function inRunContext<Result>(context: RunContext | undefined, act: () => Result): Result {
  return runOutside(context ?? {}, act)
}

/** A context out of what arrived: undefined when it is none. What is no part of one is left out; never throws, since a message must not fail for it. */
export function readRunContext(value: unknown): RunContext | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { runId, experimentId, server, tags } = value as Record<string, unknown>
  return {
    runId: typeof runId === 'string' && RUN_ID.test(runId) ? runId : undefined,
    experimentId: typeof experimentId === 'string' ? experimentId : undefined,
    server: typeof server === 'string' ? server : undefined,
    tags: readTags(tags),
  }
}

function readTags(tags: unknown): Record<string, string> {
  if (typeof tags !== 'object' || tags === null) return {}
  const entries = Object.entries(tags).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && isTag(entry[0]))
  return Object.fromEntries(entries)
}

function isTag(key: string): boolean {
  try {
    checkKey(key, 'tag')
    return true
  } catch {
    return false
  }
}

/** Runs that go nowhere are nobody's parents. */
function findRecorded(scope: Scope | undefined): Scope['run'] {
  if (scope?.run === undefined) return undefined
  return scope.run.server === NOWHERE ? findRecorded(scope.parent) : scope.run
}

function findCarried(scope: Scope | undefined): RunContext | undefined {
  return scope === undefined ? undefined : (scope.context ?? findCarried(scope.parent))
}
