import {
  type Cause,
  compareRecords,
  type FinalValues,
  type Item,
  judge,
  type Judgement,
  rankCauses,
  type RecordedDifference,
  settleOpen,
} from '@reprise/compare'
import { type Attempt, attemptRun, type Attempts } from './attempt.ts'
import type { ChangedSince } from './changes/changed-since.ts'
import { describeChanges, findChanges } from './changes/find-changes.ts'
import { confirmCauses } from './explain/confirm-causes.ts'
import { moveRecord } from './explain/sides.ts'
import { type Ending, findFailure } from './find-failure.ts'
import { scanCode } from './hints/scan-code.ts'
import { keepApart } from './keep-apart.ts'
import { listNotCaptured } from './not-captured.ts'
import { lacking } from './obstacle.ts'
import { judgeStages, tellStages } from './pipeline/judge-stages.ts'
import { listCommands } from './pipeline/list-commands.ts'
import { listFailed } from './pipeline/list-failed.ts'
import { readAllResults } from './pipeline/read-all-results.ts'
import type { Reproduction } from './reproduction.ts'
import { compareResults } from './results/compare-results.ts'
import { findBorrowed } from './results/find-borrowed.ts'
import type { RunResults } from './results/read-results.ts'

/** Runs the original once, and again as often as the verdict needs; judges, and looks for causes. */
export async function compareAttempts(attempts: Attempts): Promise<Reproduction> {
  const { original, options, context } = attempts
  const results = await readAllResults(context.client, original)
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
  const { first, items: found, failure } = compared
  const changedSince = await findChanges(original.record, { root: first.root, here: first.record }, context)
  if (failure !== undefined) return { ...describe(attempts, { first, items: found, others: [], changedSince }), ...failure }
  const others: Attempt[] = []
  const controls: Item[][] = []
  const repeat = async (): Promise<void> => {
    await keepApart((others.at(-1) ?? first).startedAt)
    const other = await attemptRun(attempts, { number: others.length + 2, makesFolders })
    others.push(other)
    context.progress('comparing')
    controls.push(await compareResults([first.results, other.results], comparing))
  }
  while (others.length + 1 < countOf(attempts, judge({ items: found, controls: [] }))) await repeat()
  const words = listCommands(original.record) ?? original.record.command.argv
  const hints = others.length === 0 ? [] : await scanCode(first.root, words)
  // Two repeats of a race may agree by chance.
  const mayAgreeByChance = options.repeats === undefined && hints.some(({ kind }) => varying.has(kind))
  if (mayAgreeByChance && judge({ items: settleOpen(found, controls), controls }).kind === 'systematic') await repeat()
  const items = settleOpen(found, controls)
  const held = findRead(first)
  if (held.length > 0) return { ...describe(attempts, { first, items, others, changedSince }), ...describeHeld(held) }
  const borrowed = findBorrowed(original.record, first.record, attempts.base)
  if (borrowed.length > 0) return { ...describe(attempts, { first, items, others, changedSince }), ...describeBorrowed(borrowed) }
  const judgement = judge({ items, controls, finals: listFinals(results, [first, ...others]), margin: options.margin })
  const described = {
    ...describe(attempts, { first, items, others, changedSince }),
    ...judgement,
    why: tellStages(judgement, judgeStages(original.record, items), listFailed(original.record, first.record)),
    items: markStatistical(items, judgement),
  }
  const moved = moveRecord(first.record, original.record.code.root)
  // That it was forced is no difference.
  const here = listCommands(original.record) === undefined ? moved : { ...moved, command: original.record.command }
  const differences = [...compareRecords(original.record, here), ...first.differences, ...first.placeholders.map(toDifference)]
  if (judgement.verdict !== 'DIVERGED') return { ...described, notes: [...described.notes, ...describeData(differences)] }
  const signs = others.length === 0 ? await scanCode(first.root, words) : hints
  const isNoisy = controls.length === 0 ? undefined : judgement.kind === 'noisy'
  const causes = rankCauses({ items, differences, hints: signs, isNoisy })
  if (options.explain !== true) return { ...described, causes }
  return { ...described, ...(await confirmCauses(attempts, { causes, first, results, items, controls, hints: signs })) }
}

/** What a program does that may come out differently each time. */
const varying: ReadonlySet<Cause['kind']> = new Set(['time', 'seed', 'network', 'order', 'threads', 'nondeterminism'])

/** Files without the bytes of the original's that the repeat read all the same. */
function findRead({ placeholders, record }: Attempt): string[] {
  const read = new Set(record.inputs.filter(({ is_listed: isListed }) => isListed !== true).map(({ path }) => path))
  return placeholders.filter((path) => read.has(path))
}

function describeHeld(paths: readonly string[]): Ending {
  return {
    verdict: 'CANNOT',
    kind: 'missing data',
    why: `The repeat read what could not be restored: ${paths.slice(0, 3).join(', ')}.`,
    causes: paths.map((path) => lacking(path, 'no copy was kept, since the original was not seen to read it')),
  }
}

/** The repeat was not seen to read it; what nobody saw may have. */
function toDifference(path: string): RecordedDifference {
  return { part: 'inputs', kind: 'data', subject: path, a: 'its bytes', b: 'its name, size and time alone', isUnused: true }
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
  readonly changedSince: readonly ChangedSince[]
}

function describe(
  { original }: Attempts,
  { first, items, others, changedSince }: Described,
): Omit<Reproduction, 'verdict' | 'kind' | 'why'> {
  return {
    run: original.id,
    reproduction: first.id,
    repeats: others.map(({ id }) => id),
    restoration: first.level,
    items,
    stages: judgeStages(original.record, items),
    intervals: [],
    causes: [],
    explanation: undefined,
    changedSince,
    notCaptured: listNotCaptured(original.record),
    notes: [...first.notes, ...describeChanges(changedSince)],
    folder: undefined,
  }
}

interface Compared {
  readonly first: Attempt
  readonly items: readonly Item[]
  readonly failure: Ending | undefined
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
