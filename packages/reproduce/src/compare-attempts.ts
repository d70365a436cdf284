import { setTimeout as pause } from 'node:timers/promises'
import { compareRecords, type FinalValues, type Item, judge, type Judgement, rankCauses, type RecordedDifference } from '@reprise/compare'
import type { Client } from '@reprise/client'
import type { RecordedOutcome } from '@reprise/protocol'
import { type Attempt, attemptRun, type Attempts } from './attempt.ts'
import { confirmCauses } from './explain/confirm-causes.ts'
import { readFailure } from './hints/read-failure.ts'
import { scanCode } from './hints/scan-code.ts'
import { listNotCaptured } from './not-captured.ts'
import { lacking } from './obstacle.ts'
import { readArtifact } from './original/read-artifact.ts'
import type { Reproduction } from './reproduction.ts'
import { compareResults } from './results/compare-results.ts'
import { findBorrowed } from './results/find-borrowed.ts'
import { readResults, type RunResults } from './results/read-results.ts'

/** Milliseconds between the starts of two runs: programs that take their seed from the clock take it in seconds, and two in one second agree. */
const APART = 1_100
const LARGEST_LOG = 64 * 2 ** 20

/** Runs the original once, and again as often as the verdict needs; judges, and looks for causes. */
export async function compareAttempts(attempts: Attempts): Promise<Reproduction> {
  const { original, options, context } = attempts
  const results = await readResults(context.client, original)
  await keepApart(original.record.command.started_at)
  const comparing = { tolerance: options.tolerance, judgesStdout: options.stdout === true }
  const tryFirst = async (makesFolders: boolean): Promise<Compared> => {
    const attempt = await attemptRun(attempts, { number: makesFolders ? 0 : 1, makesFolders })
    context.progress('comparing')
    const found = await compareResults([results, attempt.results], comparing)
    return { first: attempt, items: found, failure: await findFailure(attempts, attempt, found) }
  }
  let compared = await tryFirst(false)
  // A folder for results that git does not keep may have been there before.
  const makesFolders = compared.failure?.kind === 'missing data' && original.record.outputs.some(({ path }) => path.includes('/'))
  if (makesFolders) compared = await tryFirst(true)
  const { first, items, failure } = compared
  if (failure !== undefined) return { ...describe(attempts, { first, items, others: [] }), ...failure }
  const others: Attempt[] = []
  const controls: Item[][] = []
  for (let number = 2; number <= countOf(attempts, judge({ items, controls: [] })); number++) {
    await keepApart((others.at(-1) ?? first).startedAt)
    const other = await attemptRun(attempts, { number, makesFolders })
    others.push(other)
    context.progress('comparing')
    controls.push(await compareResults([first.results, other.results], comparing))
  }
  const borrowed = findBorrowed(original.record, first.record, attempts.base)
  if (borrowed.length > 0) return { ...describe(attempts, { first, items, others }), ...describeBorrowed(borrowed) }
  const judgement = judge({ items, controls, finals: listFinals(results, [first, ...others]), margin: options.margin })
  const described = { ...describe(attempts, { first, items, others }), ...judgement, items: markStatistical(items, judgement) }
  const differences = [...compareRecords(original.record, moveBack(first, attempts)), ...first.differences]
  if (judgement.verdict !== 'DIVERGED') return { ...described, notes: [...first.notes, ...describeData(differences)] }
  const causes = rankCauses({
    items,
    differences,
    hints: await scanCode(first.root, original.record.command.argv),
    isNoisy: controls.length === 0 ? undefined : judgement.kind === 'noisy',
  })
  return { ...described, causes: await confirmCauses(attempts, { causes, first, results, judgement }) }
}

async function keepApart(startedAt: number): Promise<void> {
  await pause(Math.min(APART, Math.max(0, startedAt + APART - Date.now())))
}

/** Whatever came out, it was not made from what the original was made from. */
function describeBorrowed(paths: readonly string[]): Ending {
  return {
    verdict: 'CANNOT',
    kind: 'cached result',
    why: `The repeat read what an earlier run left, which the original did not have: ${paths.slice(0, 3).join(', ')}.`,
    causes: paths.map((path) => lacking(path, 'it came to be after the original began, and was read by the repeat alone', 'data')),
  }
}

/** Results that are the same from other data are the same; that there was other data is said all the same. */
function describeData(differences: readonly RecordedDifference[]): string[] {
  return differences.filter(({ kind }) => kind === 'data').map(({ subject }) => `the repeat read another ${subject} than the original`)
}

/** How many repeats there are to be, the first included. */
function countOf({ options }: Attempts, { verdict }: Judgement): number {
  if (options.repeats !== undefined) return options.repeats
  return verdict === 'DIVERGED' && options.control !== false ? 2 : 1
}

interface Described {
  readonly first: Attempt
  readonly items: readonly Item[]
  readonly others: readonly Attempt[]
}

function describe({ original }: Attempts, { first, items, others }: Described): Omit<Reproduction, 'verdict' | 'kind' | 'why'> {
  return {
    run: original.id,
    reproduction: first.id,
    repeats: others.map(({ id }) => id),
    restoration: first.level,
    items,
    intervals: [],
    causes: [],
    notCaptured: listNotCaptured(original.record),
    notes: first.notes,
    folder: undefined,
  }
}

interface Compared {
  readonly first: Attempt
  readonly items: readonly Item[]
  readonly failure: Ending | undefined
}

type Ending = Pick<Reproduction, 'verdict' | 'kind' | 'why' | 'causes'>

/**
 * A repeat that complains of something missing, of which the original did not, says nothing about results. Undefined where the results are
 * alike, whatever was printed.
 */
async function findFailure({ original, context }: Attempts, { id, record }: Attempt, items: readonly Item[]): Promise<Ending | undefined> {
  const { outcome } = record
  if (outcome?.not_started !== undefined) {
    return { verdict: 'CANNOT', kind: 'not started', why: `The repeat could not be started: ${outcome.not_started}`, causes: [] }
  }
  if (judge({ items, controls: [] }).verdict !== 'DIVERGED') return undefined
  const failure = readFailure(await readErrors(context.client, id, outcome))
  if (failure === undefined) return undefined
  if ((await readErrors(context.client, original.id, original.record.outcome)).includes(failure.cause.evidence)) return undefined
  return { verdict: 'CANNOT', kind: failure.kind, why: failure.why, causes: [failure.cause] }
}

/** What a run printed to standard error, as far as it was kept. */
async function readErrors(client: Client, id: string, outcome: RecordedOutcome | undefined): Promise<string> {
  if (outcome?.stderr.kept === undefined) return ''
  const { run } = await client.getRun({ run_id: id })
  const bytes = await readArtifact(client, {
    artifactUri: run.info.artifact_uri ?? '',
    path: outcome.stderr.kept.artifact,
    most: LARGEST_LOG,
  })
  return new TextDecoder().decode(bytes)
}

/** The last value of every metric. */
function listFinals(original: RunResults, repeats: readonly Attempt[]): FinalValues[] {
  return [...original.metrics].flatMap(([name, points]) => {
    const last = points.at(-1)?.value
    const values = repeats.map(({ results }) => results.metrics.get(name)?.at(-1)?.value)
    return last === undefined || values.includes(undefined)
      ? []
      : [{ name, original: last, repeats: values.filter((value) => value !== undefined) }]
  })
}

function markStatistical(items: readonly Item[], { kind }: Judgement): readonly Item[] {
  return kind === 'statistical' ? items.map((item) => (item.rung === 'different' ? { ...item, rung: 'statistical' } : item)) : items
}

/** The record of a repeat as if it had run in the folder of the original: the folder is no difference. */
function moveBack({ record }: Attempt, { original }: Attempts): Attempt['record'] {
  const text = JSON.stringify(record).replaceAll(record.code.root, () => original.record.code.root)
  return JSON.parse(text) as Attempt['record']
}
