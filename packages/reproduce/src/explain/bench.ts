import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Item, judge } from '@reprise/compare'
import { RepriseError } from '@reprise/protocol'
import { type Attempt, attemptRun, type Attempts } from '../attempt.ts'
import { keepApart } from '../keep-apart.ts'
import { Obstacle } from '../obstacle.ts'
import { compareResults } from '../results/compare-results.ts'
import { findBorrowed } from '../results/find-borrowed.ts'
import type { RunResults } from '../results/read-results.ts'
import { compose } from './compose.ts'
import type { Trial } from './explanation.ts'
import type { Test } from './find-minimum.ts'
import { nameTrial } from './name-trial.ts'
import type { Sides } from './sides.ts'
import type { Toggle } from './toggle.ts'

export interface BenchParts {
  /** `original` is the run whose recipe is changed. */
  readonly attempts: Attempts
  readonly sides: Sides
  /** What is to come back. */
  readonly results: RunResults
  /** Whether an item says nothing: it differs each time, or is no result. */
  readonly isIgnored: (item: Item) => boolean
  /** Runs that may be made. */
  readonly most: number
}

/** Runs with some differences undone, and says what became of the result. */
export interface Bench {
  /** As {@link Test} for any of the toggles that were found. */
  test(all: readonly Toggle[]): Test<Toggle>
  /** The trial with exactly these toggles, if there was one. */
  trialOf(toggles: readonly Toggle[]): Trial | undefined
  readonly trials: readonly Trial[]
}

/** In noise, as many repeats have to agree. Fewer agree by chance too easily. */
const AGREEING = 4
/** Attempts are numbered from here: the folders of those before are kept. */
const FIRST = 101

/** Trials are numbered and counted; one that was made is never made again. */
export function createBench(parts: BenchParts): Bench {
  const { sides, most } = parts
  const known = new Map<string, Trial>()
  const trials: Trial[] = []
  let made = 0
  const keyOf = (toggles: readonly Toggle[]): string => JSON.stringify(toggles.map(({ kind, subject }) => `${kind} ${subject}`).toSorted())
  const run = async (toggles: readonly Toggle[], all: readonly Toggle[]): Promise<Trial> => {
    const repeats: Attempt[] = []
    const first = FIRST + made
    const end = (ending: Omit<Trial, 'changes' | 'runs'>): Trial => ({
      changes: toggles.map(({ did }) => did),
      runs: repeats.map(({ id }) => id),
      ...ending,
    })
    try {
      for (;;) {
        const number = FIRST + made++
        sides.context.progress(`${made} of at most ${most} runs: ${nameTrial({ changes: toggles.map(({ did }) => did) })}`)
        await keepApart(repeats.at(-1)?.startedAt)
        repeats.push(await attemptQuietly(parts, { number, toggles, all }))
        if (sides.isNoisy && repeats.length === 1) continue
        const differing = await findDiffering(parts, repeats)
        if (differing.length > 0) return end({ outcome: 'different', differing })
        if (!sides.isNoisy || repeats.length >= AGREEING) return end({ outcome: 'restored', differing })
      }
    } catch (error) {
      sides.context.signal?.throwIfAborted()
      if (!(error instanceof Obstacle) && !(error instanceof RepriseError && error.code === 'INTERNAL_ERROR')) throw error
      return end({ outcome: 'failed', differing: [], why: error.message })
    } finally {
      await clear(parts.attempts, [first, FIRST + made])
    }
  }
  return {
    trials,
    trialOf: (toggles) => known.get(keyOf(toggles)),
    test: (all) => async (toggles) => {
      const key = keyOf(toggles)
      const before = known.get(key)
      if (before !== undefined) return before.outcome
      if (made + (sides.isNoisy ? 2 : 1) > most) return undefined
      const trial = await run(toggles, all)
      known.set(key, trial)
      trials.push(trial)
      return trial.outcome
    },
  }
}

interface Chosen {
  readonly number: number
  readonly toggles: readonly Toggle[]
  readonly all: readonly Toggle[]
}

async function attemptQuietly({ attempts, sides }: BenchParts, { number, toggles, all }: Chosen): Promise<Attempt> {
  const quiet = { ...attempts, context: { ...attempts.context, progress: () => undefined } }
  const attempt = await attemptRun(quiet, { number, ...compose(toggles, all, sides) })
  if (attempt.record.outcome?.not_started !== undefined) throw new Obstacle('not started', attempt.record.outcome.not_started)
  const own = new Set(sides.a.record.inputs.map(({ path }) => path))
  const borrowed = findBorrowed(sides.b.record, attempt.record, attempts.base).filter((path) => !own.has(path))
  if (borrowed.length > 0) throw new Obstacle('cached result', `it read what an earlier run left: ${borrowed.slice(0, 3).join(', ')}`)
  return attempt
}

/** What is not alike: of the original in the repeat, or in noise between the last two repeats. */
async function findDiffering({ attempts, sides, results, isIgnored }: BenchParts, repeats: readonly Attempt[]): Promise<string[]> {
  const [last, before] = [repeats.at(-1), repeats.at(-2)]
  const other = sides.isNoisy ? before?.results : results
  if (last === undefined || other === undefined) return []
  const { tolerance, stdout } = attempts.options
  const items = (await compareResults([other, last.results], { tolerance, judgesStdout: stdout === true })).filter(
    (item) => !isIgnored(item),
  )
  const { verdict } = judge({ items, controls: [] })
  if (verdict === 'BIT_IDENTICAL' || verdict === 'WITHIN_TOLERANCE') return []
  const names = items.filter(({ rung }) => rung === 'different' || rung === 'missing').map(({ name }) => name)
  return names.length === 0 ? ['nothing could be judged'] : names
}

/** Takes away what attempts left, and what one that failed had begun, unless the folder is to stay. */
async function clear({ base, options }: Attempts, [from, to]: readonly [number, number]): Promise<void> {
  await rm(join(base, 'run'), { recursive: true, force: true, maxRetries: 3 })
  if (options.keep === true || options.dir !== undefined) return
  for (let number = from; number < to; number++) await rm(join(base, `run-${number}`), { recursive: true, force: true, maxRetries: 3 })
}
