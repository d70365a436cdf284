import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Item } from '@reprise/compare'
import { type Attempt, attemptRun, type Attempts } from '../attempt.ts'
import { scanCode } from '../hints/scan-code.ts'
import { keepApart } from '../keep-apart.ts'
import { Obstacle } from '../obstacle.ts'
import type { ReproduceOptions, ReproduceParts } from '../options.ts'
import { readOriginal, type RecordedRun } from '../original/read-original.ts'
import { listCommands } from '../pipeline/list-commands.ts'
import { readAllResults } from '../pipeline/read-all-results.ts'
import { compareResults } from '../results/compare-results.ts'
import { findBorrowed } from '../results/find-borrowed.ts'
import type { RunResults } from '../results/read-results.ts'
import { openWorkFolder } from '../work-folder.ts'
import { createBench } from './bench.ts'
import { findScattering, isDifferent, keyOf, MOST_RUNS } from './confirm-causes.ts'
import { explain } from './explain.ts'
import type { Explanation } from './explanation.ts'
import { isTimeout } from './is-timeout.ts'
import { isValue } from './finders/variables.ts'
import { publishExplanation } from './publish-explanation.ts'
import { moveRecord } from './sides.ts'

export interface ExplainOptions extends Pick<
  ReproduceOptions,
  'tolerance' | 'stdout' | 'offline' | 'timeout' | 'maxRuns' | 'signal' | 'keep' | 'data'
> {
  /** Secrets, and values of variables that are not recorded; of several for one name, each run gets the one that it had. */
  readonly given?: readonly (readonly [name: string, value: string])[]
}

/**
 * Finds what makes run `b` come out other than run `a`: repeats `b` here, then puts what differs as `a` has it, until the result of `a` is
 * back. The explanation is kept with `b`. Rejects only when the tool itself fails.
 */
export async function explainRuns(
  parts: ReproduceParts,
  [a, b]: readonly [string, string],
  options: ExplainOptions = {},
): Promise<Explanation> {
  const folder = await openWorkFolder({ keep: options.keep === true })
  try {
    const explanation = await explainIn(folder.path, { parts, ids: [a, b], options })
    await publishExplanation(parts.client, explanation)
    return explanation
  } finally {
    if (!folder.stays) await rm(folder.path, { recursive: true, force: true, maxRetries: 5 })
  }
}

interface Asked {
  readonly parts: ReproduceParts
  readonly ids: readonly [string, string]
  readonly options: ExplainOptions
}

async function explainIn(base: string, { parts, ids, options }: Asked): Promise<Explanation> {
  const [first, second] = ids
  const unable = (outcome: Explanation['outcome'], why: string): Explanation => ({
    original: first,
    changed: second,
    outcome,
    why,
    isNoisy: false,
    causes: [],
    ruledOut: [],
    notTried: [],
    trials: [],
  })
  try {
    const [a, b] = [await readOriginal(parts.client, first), await readOriginal(parts.client, second)]
    const attempts = await prepare(base, b, { parts, options })
    const comparing = { tolerance: options.tolerance, judgesStdout: options.stdout === true }
    const results = { a: await readAllResults(parts.client, a), b: await readAllResults(parts.client, b) }
    const items = await compareResults([results.a, results.b], comparing)
    // Params say what a run was given, unless there is nothing else.
    const judgesParams = !items.some((item) => item.kind !== 'param' && isDifferent(item))
    const symptoms = items.filter((item) => isDifferent(item) && (judgesParams || item.kind !== 'param'))
    if (symptoms.length === 0) return unable('same', 'The results of these runs are the same.')
    const repeated = await repeat(attempts, { results: results.b, symptoms })
    if ('why' in repeated)
      return unable(
        'notRepeated',
        `${second.slice(0, 8)} does not repeat its own result here, so that nothing can be confirmed: ${repeated.why}`,
      )
    const { attempt, scattering } = repeated
    const commands = listCommands(b.record)
    const here = moveRecord(attempt.record, a.record.code.root)
    const isNoisy = symptoms.every((item) => scattering.has(keyOf(item)))
    const sides = {
      a,
      b,
      repeat: attempt,
      // That a pipeline was forced is no difference.
      here: commands === undefined ? here : { ...here, command: a.record.command },
      name: first.slice(0, 8),
      folder: join(base, 'explain'),
      context: attempts.context,
      given: options.given ?? [],
      hints: await scanCode(attempt.root, commands ?? b.record.command.argv),
      isNoisy,
    }
    const isIgnored = (item: Item): boolean => (!judgesParams && item.kind === 'param') || (!isNoisy && scattering.has(keyOf(item)))
    const most = Math.max(0, (options.maxRuns ?? MOST_RUNS) - repeated.runs)
    const bench = createBench({ attempts, sides, results: results.a, isIgnored, most })
    return await explain({ sides, bench, items: symptoms })
  } catch (error) {
    options.signal?.throwIfAborted()
    if (isTimeout(error)) return unable('unfinished', `It was not done within ${options.timeout} ms.`)
    if (error instanceof Obstacle) return unable('notRepeated', `Nothing can be confirmed: ${error.message}`)
    throw error
  }
}

async function prepare(base: string, b: RecordedRun, { parts, options }: Omit<Asked, 'ids'>): Promise<Attempts> {
  const { client, env, progress, cache } = parts
  const { experiment } = await client.getExperiment({ experiment_id: b.run.info.experiment_id })
  const signals = [options.signal, options.timeout === undefined ? undefined : AbortSignal.timeout(options.timeout)]
  const given = signals.filter((signal) => signal !== undefined)
  const signal = given.length === 0 ? undefined : AbortSignal.any(given)
  // Of the values that were given for a name, the one that this run had.
  const secrets = Object.fromEntries((options.given ?? []).filter(([name, value]) => isValue(b.record.environment, name, value) !== false))
  const context = { client, env, progress, cache, data: options.data, isOffline: options.offline === true, signal }
  return { original: b, parts, options: { ...options, secrets }, context, base, experiment: experiment.name }
}

interface Repeated {
  readonly attempt: Attempt
  /** Results that come out different each time. */
  readonly scattering: ReadonlySet<string>
  readonly runs: number
}

interface Repeating {
  readonly results: RunResults
  readonly symptoms: readonly Item[]
}

/** Repeats a run as it is recorded, twice where its own result does not come back. */
async function repeat(attempts: Attempts, { results, symptoms }: Repeating): Promise<Repeated | { readonly why: string }> {
  const { tolerance, stdout } = attempts.options
  const comparing = { tolerance, judgesStdout: stdout === true }
  attempts.context.progress('repeating the second run as it is recorded')
  const attempt = await attemptRun(attempts, { number: 1 })
  const borrowed = findBorrowed(attempts.original.record, attempt.record, attempts.base)
  if (borrowed.length > 0) return { why: `its repeat reads what an earlier run left: ${borrowed.slice(0, 3).join(', ')}.` }
  const lost = (await compareResults([results, attempt.results], comparing)).filter(isDifferent)
  if (lost.length === 0) return { attempt, scattering: new Set(), runs: 1 }
  await keepApart(attempt.startedAt)
  const again = await attemptRun(attempts, { number: 2 })
  const scattering = findScattering([await compareResults([attempt.results, again.results], comparing)])
  const names = new Set(symptoms.map(keyOf))
  const stable = lost.filter((item) => names.has(keyOf(item)) && !scattering.has(keyOf(item)))
  const isLost = symptoms.every((item) => scattering.has(keyOf(item)) || stable.some((other) => keyOf(other) === keyOf(item)))
  if (stable.length > 0 && isLost) {
    const notes = attempt.notes.length === 0 ? '' : ` ${attempt.notes.slice(0, 3).join('; ')}.`
    return {
      why: `${stable
        .map(({ name }) => name)
        .slice(0, 3)
        .join(', ')} came out other than it recorded, the same twice.${notes}`,
    }
  }
  // What does not repeat is left out of account like what scatters.
  return { attempt, scattering: new Set([...scattering, ...stable.map(keyOf)]), runs: 2 }
}
