import { randomBytes } from 'node:crypto'
import { setImmediate, setTimeout } from 'node:timers/promises'
import type { CaptureItem, RecordedCode, RecordedEnvironment } from '@reprise/protocol'
import type { Collector, Context, Finding } from './collector.ts'
import { findProgram } from './programs/find-program.ts'
import { resolveCommand } from './programs/resolve-command.ts'
import { askPython, type PythonFacts } from './python/ask-python.ts'
import type { CapturedEnvironment, EnvironmentOptions } from './start-capture.ts'

/** Collectors at work. */
export interface CollectorRun {
  /** Resolves when the quick ones have reported. Never rejects. */
  readonly quick: Promise<unknown>
  /** Resolves when each of them has reported or its time is over. Never rejects. */
  readonly all: Promise<unknown>
  soFar(): CapturedEnvironment
  watch(pid: number): void
  /** Nothing more will be told: collectors that still wait for it go on without. */
  tell(code: RecordedCode | undefined): void
}

const METADATA = 'http://169.254.169.254'
const PYTHON_LIMIT = 5_000

/** Starts every collector, each with its own time. */
export function runCollectors(collectors: readonly Collector[], options: EnvironmentOptions): CollectorRun {
  const salt = options.salt ?? randomBytes(16).toString('hex')
  const started = Promise.withResolvers<number | undefined>()
  const code = Promise.withResolvers<RecordedCode | undefined>()
  if (options.code !== undefined) code.resolve(options.code)
  const context = createContext(options, { salt, started: started.promise, code: code.promise })
  const timestamp = new Date().toISOString().replace(/\.\d+Z$/, '+00:00')
  const reports: (Report | undefined)[] = collectors.map(() => undefined)
  const running = collectors.map(async (collector, index) => {
    reports[index] = await runCollector(collector, context)
  })
  return {
    quick: Promise.all(running.filter((_, index) => collectors[index]?.isQuick === true)),
    all: Promise.all(running),
    soFar: () => ({
      record: merge(reports, { salt, timestamp }),
      items: collectors.flatMap((collector, index) => reports[index]?.items ?? waiting(collector)),
    }),
    watch: (pid) => started.resolve(pid),
    tell: (known) => {
      started.resolve(undefined)
      code.resolve(known)
    },
  }
}

/** What a collector found, and one item for each that it promised. */
interface Report {
  readonly finding?: Finding
  readonly items: readonly CaptureItem[]
}

async function runCollector({ items, limit, isQuick, collect }: Collector, context: Omit<Context, 'signal'>): Promise<Report> {
  if (isQuick !== true) await setImmediate()
  const clock = new AbortController()
  const finding = Promise.resolve().then(() => collect({ ...context, signal: clock.signal }))
  // Given up, it may still fail later.
  finding.catch(() => undefined)
  const over = waitAwake(limit, clock.signal)
  over.catch(() => undefined)
  try {
    const found = await Promise.race([finding, over])
    if (found === undefined)
      return { items: items.map((name) => ({ name, status: 'TIMED_OUT', detail: `It took longer than ${limit} ms.` })) }
    return { finding: found, items: items.map((name) => toItem(name, found)) }
  } catch (error) {
    return { items: items.map((name) => ({ name, status: 'FAILED', detail: error instanceof Error ? error.message : String(error) })) }
  } finally {
    clock.abort()
  }
}

/** Parts in which a collector's time is waited for. */
const STEPS = 20

/**
 * Waits, counting no more than two parts of any time in which this process was busy or not let run: an answer that came meanwhile
 * is looked at before the time is over.
 */
async function waitAwake(milliseconds: number, signal: AbortSignal): Promise<void> {
  const step = milliseconds / STEPS
  for (let left = milliseconds; left > 0;) {
    const before = performance.now()
    await setTimeout(Math.min(step, left), undefined, { signal, ref: false })
    left -= Math.min(performance.now() - before, 2 * step)
  }
}

function toItem(name: string, { items }: Finding): CaptureItem {
  const state = items[name] ?? { status: 'ABSENT' }
  return state === true ? { name, status: 'CAPTURED' } : { name, ...state }
}

function waiting({ items }: Collector): CaptureItem[] {
  return items.map((name) => ({ name, status: 'SKIPPED', detail: 'It is still being looked for.' }))
}

function createContext(options: EnvironmentOptions, own: Pick<Context, 'salt' | 'started' | 'code'>): Omit<Context, 'signal'> {
  const { env, folder, argv = [] } = options
  const root = options.root ?? folder
  let command: ReturnType<Context['command']> | undefined
  let python: Promise<PythonFacts | undefined> | undefined
  const resolve = (): ReturnType<Context['command']> => (command ??= resolveCommand(argv, { env, folder, root }))
  return {
    ...own,
    env,
    folder,
    root,
    showVariables: options.showVariables ?? [],
    cloud: {
      isAsked: options.cloud !== undefined && options.cloud !== false,
      address: typeof options.cloud === 'string' ? options.cloud : METADATA,
    },
    benchmark: options.benchmark ?? false,
    command: resolve,
    python: () => (python ??= findPython(resolve(), { env, folder, root })),
  }
}

async function findPython(
  { file, language }: ReturnType<Context['command']>,
  place: { readonly env: Context['env']; readonly folder: string; readonly root: string },
): Promise<PythonFacts | undefined> {
  const onPath = ['python', 'python3'].find((name) => findProgram(name, place) !== undefined)
  const other = onPath === undefined ? undefined : resolveCommand([onPath], place).file
  const interpreter = language === 'python' ? file : other
  if (interpreter === undefined) return undefined
  const facts = await askPython(interpreter, { ...place, signal: AbortSignal.timeout(PYTHON_LIMIT) })
  if (typeof facts === 'string') throw new Error(`${interpreter}: ${facts}`)
  return facts
}

function merge(reports: readonly (Report | undefined)[], { salt, timestamp }: { salt: string; timestamp: string }): RecordedEnvironment {
  const findings = reports.flatMap((report) => report?.finding ?? [])
  return {
    interpreters: findings.flatMap(({ interpreters = [] }) => interpreters),
    packages: findings.flatMap(({ packages = [] }) => packages),
    lock_files: findings.flatMap(({ lock_files: files = [] }) => files),
    variables: findings.flatMap(({ variables = [] }) => variables),
    salt,
    system: Object.assign({ timestamp }, ...findings.map(({ system = {} }) => system)) as Record<string, unknown>,
  }
}
