import { compareRecords, describeItem, type Item, type RecordedDifference, type Tolerance } from '@reprise/compare'
import {
  type CodeChange,
  compareResults,
  diffCode,
  explainRuns,
  type Explanation,
  readResults,
  readRun,
  type RecordedRun,
} from '@reprise/reproduce'
import type { World } from '../../command.ts'
import { type ConnectionOptions, findRunIds, withClient } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'
import { printTable } from '../../output/table.ts'
import { printCount } from '../../output/values.ts'
import { createParts } from '../../reproducing/create-parts.ts'
import { readGiven } from '../../reproducing/parse-options.ts'
import { printText } from '../../reproducing/print-sections.ts'
import { printExplanation } from '../../reproducing/print-explanation.ts'
import { untilInterrupted } from '../../reproducing/until-interrupted.ts'

interface DiffOptions extends ConnectionOptions {
  readonly all?: boolean
  readonly explain?: boolean
  readonly maxRuns: number
  readonly tolerance?: readonly Partial<Tolerance>[]
  readonly stdout?: boolean
  readonly secret?: readonly string[]
  readonly data?: readonly string[]
  readonly timeout?: number
  readonly offline?: boolean
  readonly keep?: boolean
}

interface Line {
  readonly what: string
  readonly name: string
  readonly how: string
}

/** What two runs were made from and what they left. */
interface Differences {
  readonly runs: readonly [string, string]
  readonly madeFrom: readonly RecordedDifference[]
  readonly code: readonly CodeChange[]
  readonly items: readonly Item[]
  readonly explanation: Explanation | undefined
}

/** Prints what two runs were made from and what they left, where that differs, and with --explain which of it is why. Answers what to exit with. */
export async function diffRuns(given: readonly [string, string], options: DiffOptions, world: World): Promise<number> {
  const values = readGiven(options.secret ?? [])
  const ending = await untilInterrupted(world, async (signal) => find(given, { ...options, values, signal }, world))
  if ('exitCode' in ending) return ending.exitCode
  print(ending.result, options, world)
  return 0
}

interface FindOptions extends DiffOptions {
  readonly values: ReturnType<typeof readGiven>
  readonly signal: AbortSignal
}

function find(given: readonly [string, string], options: FindOptions, world: World): Promise<Differences> {
  const { values, signal, maxRuns, data, timeout } = options
  return withClient(options, world, async (client) => {
    const [first = '', second = ''] = await findRunIds(client, given)
    const [a, b] = [await readRun(client, first), await readRun(client, second)]
    const madeFrom = hasRecord(a) && hasRecord(b) ? compareRecords(a.record, b.record) : []
    const parts = createParts(client, options.trackingUri, world)
    const code = hasRecord(a) && hasRecord(b) ? await diffCode(parts, [a, b], signal) : []
    const tolerance = Object.assign({}, ...(options.tolerance ?? [])) as Partial<Tolerance>
    const results = [await readResults(client, a), await readResults(client, b)] as const
    const items = await compareResults(results, { judgesStdout: true, tolerance })
    if (a.record === undefined || b.record === undefined) {
      world.note(`What ${a.record === undefined ? first : second} was made from is not recorded: it was not made by reprise run.`)
    }
    const explaining = {
      maxRuns,
      tolerance,
      stdout: options.stdout === true,
      given: values,
      data,
      timeout,
      offline: options.offline === true,
      keep: options.keep === true,
      signal,
    }
    const explanation = options.explain === true ? await explainRuns(parts, [first, second], explaining) : undefined
    return { runs: [a.id, b.id], madeFrom, code, items, explanation }
  })
}

function hasRecord(run: Awaited<ReturnType<typeof readRun>>): run is RecordedRun {
  return run.record !== undefined
}

function print({ runs, madeFrom, code, items, explanation }: Differences, options: DiffOptions, world: World): void {
  const shown = options.all === true ? items : items.filter(({ rung }) => rung !== 'identical' && rung !== 'notJudged')
  if (options.json === true) {
    return world.write(
      printJson({ runs, made_from: madeFrom.map(toNull), code, results: shown, ...(explanation === undefined ? {} : { explanation }) }),
    )
  }
  const told = options.all === true ? madeFrom : madeFrom.filter(({ isUnused }) => isUnused !== true)
  const lines = [
    ...listCode(code, told),
    ...told.filter(({ part }) => part !== 'tree' || code.length === 0).map(toLine),
    ...shown.map(itemLine),
  ]
  const unused = madeFrom.length - told.length
  if (unused > 0) world.note(`${printCount(unused, 'package')} that the runs did not load also differ: --all shows them.`)
  if (lines.length === 0 && explanation === undefined) return world.note('These runs do not differ.')
  world.write(
    (lines.length === 0 ? '' : printLines(lines, world)) +
      code.map(({ path, patch = '' }) => printText(patch, { title: world.style.bold(path) })).join('') +
      (explanation === undefined ? '' : printExplanation(explanation, world)),
  )
}

/** Files whose digests differ are told of already. */
function listCode(code: readonly CodeChange[], told: readonly RecordedDifference[]): Line[] {
  return code
    .filter(({ path }) => !told.some(({ subject }) => subject === path))
    .map(({ path, kind, patch, why }) => ({
      what: kind,
      name: path,
      how: why ?? (patch === undefined ? 'other bytes' : countLines(patch)),
    }))
}

function countLines(patch: string): string {
  const count = (sign: string): number =>
    patch
      .split('\n')
      .slice(2)
      .filter((line) => line.startsWith(sign)).length
  return `${printCount(count('+'), 'line')} added, ${count('-')} removed`
}

function toNull({ a, b, ...difference }: RecordedDifference): unknown {
  return { ...difference, a: a ?? null, b: b ?? null }
}

function toLine({ kind, subject, a, b }: RecordedDifference): Line {
  return { what: kind, name: subject, how: `${a ?? '-'} → ${b ?? '-'}` }
}

function itemLine(item: Item): Line {
  return { what: item.kind, name: item.name, how: [item.rung, describeItem(item)].filter((part) => part !== '').join(': ') }
}

function printLines(lines: readonly Line[], { width, style }: World): string {
  const columns = [
    { title: 'WHAT', value: ({ what }: Line) => what },
    { title: 'NAME', value: ({ name }: Line) => name, giveWay: 1, narrowest: 12 },
    { title: 'A → B', value: ({ how }: Line) => how, giveWay: 2, narrowest: 16 },
  ]
  return printTable(lines, columns, { width, styleTitles: style.bold }).text
}
