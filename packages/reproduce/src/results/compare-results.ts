import {
  compareFiles,
  compareParams,
  compareSeries,
  type Comparison,
  isWallClock,
  type Item,
  mayBeResult,
  type Setting,
  type Tolerance,
} from '@reprise/compare'
import { type FilePair, pairFiles } from './pair-files.ts'
import { pairSettings } from './pair-settings.ts'
import type { RunResults, StageResults } from './read-results.ts'

export interface CompareResultsOptions {
  readonly tolerance?: Partial<Tolerance> | undefined
  /** Whether what the command printed is judged; else only where there is nothing else to judge. */
  readonly judgesStdout?: boolean
}

/** Files that programs leave for themselves, and that hold when and where they were made. */
const caches =
  /(?:^|\/)(?:__pycache__|\.pytest_cache|\.mypy_cache|\.ruff_cache|\.ipynb_checkpoints|node_modules|\.git|mlruns|reprise-data)\/|\.py[co]$|\.sw[po]$|(?:^|\/)\.DS_Store$/

/** Holds everything that two runs left against each other. */
export async function compareResults([a, b]: readonly [RunResults, RunResults], options: CompareResultsOptions = {}): Promise<Item[]> {
  if (a.stages !== undefined && b.stages !== undefined) return compareStages([a.stages, b.stages], options)
  const comparing: Comparing = { ...options, settings: pairSettings(a.setting, b.setting) }
  const items = [...compareMetrics(a, b, comparing), ...compareAllParams(a, b, comparing)]
  for (const pair of pairFiles([a.files, b.files], comparing.settings)) items.push(await compareFile(pair, comparing))
  const hasOther = items.some(saysSomething)
  items.push(...(await compareStdout([a, b], { ...comparing, judgesStdout: options.judgesStdout === true || !hasOther })))
  return [...(items.some(saysSomething) ? items : items.map(judgePassing)), ...compareEndings(a, b)]
}

type Stages = NonNullable<RunResults['stages']>

/** Stage by stage, in the order of the first; names begin with that of the stage. */
async function compareStages([a, b]: readonly [Stages, Stages], options: CompareResultsOptions): Promise<Item[]> {
  const items: Item[] = []
  for (const [name, left] of a) {
    const right = b.get(name)
    const ended = right?.stage.outcome === 'SKIPPED' ? undefined : right
    if (left.stage.outcome === 'SKIPPED') continue
    const found = ended === undefined ? [onlyOne('output', 'all of it', true)] : await compareStage([left, ended], options)
    items.push(...found.map((item) => ({ ...item, name: `${name}: ${item.name}` })))
  }
  return items
}

async function compareStage([a, b]: readonly [StageResults, StageResults], options: CompareResultsOptions): Promise<Item[]> {
  if (a.own !== undefined && b.own !== undefined) return compareResults([a.own, b.own], options)
  const comparing: Comparing = { ...options, settings: [{}, {}] }
  return Promise.all(pairFiles([a.files, b.files], comparing.settings).map((pair) => compareFile(pair, comparing)))
}

interface Comparing extends CompareResultsOptions {
  readonly settings: readonly [Setting, Setting]
}

function saysSomething({ rung, isPassing }: Item): boolean {
  return rung !== 'notJudged' && isPassing !== true
}

/** A program that leaves nothing but times and ids has those for its result. */
function judgePassing(item: Item): Item {
  if (item.isPassing !== true || item.rung === 'identical') return item
  return { ...item, rung: 'different', notes: [...item.notes, 'the run left nothing but times and ids'] }
}

function compareMetrics(a: RunResults, b: RunResults, { tolerance, settings }: Comparing): Item[] {
  return union(a.metrics, b.metrics).map((name): Item => {
    const isClock = isWallClock(name)
    if (isClock && !mayBeResult(name)) return notJudged('metric', name, 'it tells of the clock or the machine')
    const [left, right] = [a.metrics.get(name), b.metrics.get(name)]
    if (left === undefined || right === undefined) return onlyOne('metric', name, left !== undefined)
    const found = compareSeries([left, right], { tolerance, settings })
    return isClock && found.rung !== 'identical'
      ? { kind: 'metric', name, ...found, rung: 'different', isOpen: true, notes: [...found.notes, 'its name may be that of a clock'] }
      : { kind: 'metric', name, ...found }
  })
}

/** Params in which `reprise run` and its peers write down the environment: that is told as a cause, not as a result. */
const ofTheEnvironment = /^(?:git_(?:commit|branch|uncommitted_changes)|python_version|platform_system|cpu_count|gpu_count)$/

function compareAllParams(a: RunResults, b: RunResults, { settings }: Comparing): Item[] {
  return union(a.params, b.params).map((name): Item => {
    if (ofTheEnvironment.test(name)) return notJudged('param', name, 'it describes the environment')
    const [left, right] = [a.params.get(name), b.params.get(name)]
    if (left === undefined || right === undefined) return onlyOne('param', name, left !== undefined)
    return { kind: 'param', name, ...compareParams([left, right], settings) }
  })
}

async function compareFile([a, b]: FilePair, comparing: Comparing): Promise<Item> {
  const item = await compareBytes([a, b], comparing)
  const isRenamed = a !== undefined && b !== undefined && a.name !== b.name
  return isRenamed ? { ...item, notes: [...item.notes, `the second run called it ${b.name}`] } : item
}

async function compareBytes([a, b]: FilePair, { tolerance, settings }: Comparing): Promise<Item> {
  const { kind, name } = a ?? b ?? { kind: 'output', name: '' }
  if (caches.test(name)) return notJudged(kind, name, 'it is a cache')
  if (a === undefined || b === undefined) return onlyOne(kind, name, a !== undefined)
  const [digestA, digestB] = await Promise.all([a.digest(), b.digest()])
  if (digestA === undefined || digestB === undefined)
    return notJudged(kind, name, `it could not be read: ${a.why ?? b.why ?? 'it is gone'}`)
  if (digestA === digestB) return { kind, name, ...bySha256('identical') }
  const [left, right] = await Promise.all([a.read(), b.read()])
  if (left === undefined || right === undefined) {
    return { kind, name, ...bySha256('different', `only its digest is known: ${a.why ?? b.why ?? 'it is too large to look into'}`) }
  }
  return { kind, name, ...compareFiles(name, [left, right], { tolerance, settings }) }
}

async function compareStdout(
  [a, b]: readonly [RunResults, RunResults],
  { tolerance, settings, judgesStdout = false }: Comparing,
): Promise<Item[]> {
  if (a.stdout === undefined || b.stdout === undefined || (a.stdout.size === 0 && b.stdout.size === 0)) return []
  const found =
    a.stdout.sha256 === b.stdout.sha256 ? bySha256('identical') : await compareTexts(a.stdout, b.stdout, { tolerance, settings })
  if (judgesStdout) return [{ kind: 'stdout', name: 'stdout', ...found }]
  const isOrder = found.notes.some((note) => note.includes('in another order'))
  if (found.rung === 'different' && !isOrder) return [{ kind: 'stdout', name: 'stdout', ...found, isOpen: true }]
  return [
    {
      kind: 'stdout',
      name: 'stdout',
      ...found,
      rung: 'notJudged',
      notes: [`${found.rung}; judged only with --stdout, or where there is nothing else`, ...found.notes],
    },
  ]
}

type Printed = NonNullable<RunResults['stdout']>

/** Kept texts lack secrets, and the middle where they are long: only the digest says that two are the same. */
async function compareTexts(a: Printed, b: Printed, { tolerance, settings }: Comparing): Promise<Comparison> {
  const [left, right] = await Promise.all([a.text(), b.text()])
  const isWhole = left?.length === a.size && right?.length === b.size
  if (left === undefined || right === undefined) return bySha256('different', 'only its digest is known')
  const found = compareFiles('stdout.txt', [left, right], { tolerance, settings })
  if (isWhole) return found
  return found.rung === 'different' ? found : bySha256('different', 'what was kept of it is the same, the rest is not')
}

function compareEndings(a: RunResults, b: RunResults): Item[] {
  if (a.ending === undefined || b.ending === undefined) return []
  const rung = a.ending === b.ending ? 'identical' : 'different'
  const evidence = rung === 'identical' ? {} : { first: { place: 'end', a: a.ending, b: b.ending } }
  return [{ kind: 'exit', name: 'exit code', rung, comparer: 'exit', evidence, notes: [] }]
}

function bySha256(rung: 'identical' | 'different', note?: string): Comparison {
  return { rung, comparer: 'digest', evidence: {}, notes: note === undefined ? [] : [note] }
}

function notJudged(kind: Item['kind'], name: string, why: string): Item {
  return { kind, name, rung: 'notJudged', comparer: 'none', evidence: {}, notes: [why] }
}

function onlyOne(kind: Item['kind'], name: string, isFirst: boolean): Item {
  return {
    kind,
    name,
    rung: 'missing',
    comparer: 'none',
    evidence: {},
    notes: [isFirst ? 'only the first run has it' : 'only the second run has it'],
  }
}

function union(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].toSorted()
}
