import { parseWireJson, RepriseError } from '@reprise/protocol'
import type { Run } from '@reprise/sdk'
import { readMetrics } from './read-metrics.ts'
import { type LineSplitter, splitLines } from './split-lines.ts'

/** Points that wait for their run; what comes after that many is lost, and told. */
const MOST_WAITING = 100_000
/** Keys that a command may have. */
const MOST_KEYS = 10_000
/** What is left out is told by this many names. */
const TOLD = 5

type LoggedRun = Pick<Run, 'logMetric'>

/** Takes metrics that a command prints or writes to its run. Nothing here throws: what can not be taken is told by `problems`. */
export interface MetricsIntake {
  /** For a stream of lines, `name` being where they are from. */
  lines(name: string): LineSplitter
  /** One object. Answers whether it held metrics. */
  object(value: unknown, name: string): boolean
  /** From now on points go there, those that came before first. */
  attach(run: LoggedRun): void
  /** Something that went wrong. */
  tell(problem: string): void
  /** A sentence for each kind of trouble. */
  readonly problems: readonly string[]
  /** Of a procedure: whether it has said itself that it failed. */
  readonly hasFailed: boolean
}

interface Point {
  readonly key: string
  readonly value: number
  readonly step: number
  readonly timestamp: number
}

/** `isProcedure` keeps back `success` and `duration_seconds`, which are then told by the one who wraps the command. */
export function createMetricsIntake({ isProcedure }: { readonly isProcedure: boolean }): MetricsIntake {
  const waiting: Point[] = []
  const steps = new Map<string, number>()
  const problems = new Map<string, Set<string>>()
  let run: LoggedRun | undefined
  let hasFailed = false
  const note = (kind: string, what: string): void => {
    const known = problems.get(kind) ?? new Set()
    if (known.size < MOST_KEYS) problems.set(kind, known.add(what))
  }
  const log = ({ key, value, ...at }: Point): void => {
    try {
      run?.logMetric(key, value, at)
    } catch (error) {
      // What is wrong with a name is said in a sentence, which stands in one of ours here.
      note('can not be logged', (error instanceof RepriseError ? error.message : `${key}: ${String(error)}`).replace(/\.$/, ''))
    }
  }
  const add = (key: string, value: number, given: number | undefined): void => {
    if (isProcedure && key === 'success') hasFailed = value === 0
    if (isProcedure && (key === 'success' || key === 'duration_seconds')) return
    if (!steps.has(key) && steps.size >= MOST_KEYS) return note('are too many', `more than ${MOST_KEYS} names`)
    const step = given ?? (steps.get(key) ?? -1) + 1
    steps.set(key, step)
    const point = { key, value, step, timestamp: Date.now() }
    if (run !== undefined) return log(point)
    if (waiting.length < MOST_WAITING) waiting.push(point)
    else note('came before the run could take them', `more than ${MOST_WAITING} points`)
  }
  const object = (value: unknown, name: string): boolean => {
    const read = readMetrics(value)
    if (read === undefined) return false
    for (const each of read.leftOut) note(`of ${name} are left out`, each)
    for (const [key, number] of read.values) add(key, number, read.step)
    return true
  }
  return {
    object,
    lines: (name) =>
      splitLines({
        onObject: (line) => {
          const value = parseWireJson(line)
          if (value === undefined) note(`of ${name} are left out`, `a line is no JSON: ${shorten(line)}`)
          else object(value, name)
        },
        onTooLong: () => note(`of ${name} are left out`, 'a line is longer than 1 MiB'),
      }),
    attach: (opened) => {
      run = opened
      for (const point of waiting.splice(0)) log(point)
    },
    tell: (problem) => note('', problem),
    get problems() {
      return [...problems].flatMap(([kind, all]) => (kind === '' ? [...all] : [`Metrics ${kind}: ${listSome(all)}.`]))
    },
    get hasFailed() {
      return hasFailed
    },
  }
}

function listSome(all: ReadonlySet<string>): string {
  const more = all.size > TOLD ? [`and ${all.size - TOLD} more`] : []
  return [...[...all].slice(0, TOLD), ...more].join(', ')
}

const SHOWN = 40

function shorten(line: Uint8Array): string {
  const text = Buffer.from(line).toString('utf8', 0, 4 * SHOWN)
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}
