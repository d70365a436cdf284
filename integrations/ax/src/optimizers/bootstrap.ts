import { AxBootstrapFewShot, type AxGenOut } from '@ax-llm/ax'
import { mean, measureProgram } from '../evaluation/measure-program.ts'
import { type Demos, type Example, type Program, readState, toAxMetric, writeState } from '../programs/program.ts'
import { createRandom } from '../significance/random.ts'
import type { OptimizationTask, Optimizer } from './optimizer.ts'

export interface BootstrapOptions {
  /** Sets of demonstrations to try; default 6. */
  readonly trials?: number | undefined
  /** Demonstrations in the largest set; default 8. */
  readonly maxDemos?: number | undefined
  /** Examples that are tried to find one set; default twice as many as it is to have. */
  readonly maxExamples?: number | undefined
  /** The score from which an answer becomes a demonstration; default 1. */
  readonly qualityThreshold?: number | undefined
  readonly seed?: number | undefined
}

/**
 * Demonstrations that the teacher finds, by ax's `AxBootstrapFewShot`, several sets of them from different examples, of which the one is taken that
 * does best on the validation examples; the program as it is takes part. Repeatable where the model's answers are.
 */
export function createBootstrap(options: BootstrapOptions = {}): Optimizer {
  const { trials = 6, maxDemos = 8, qualityThreshold = 1, seed = 1 } = options
  const maxExamples = options.maxExamples ?? 2 * maxDemos
  return {
    algorithm: 'bootstrap_few_shot',
    parameters: { trials, max_demos: maxDemos, max_examples: maxExamples, quality_threshold: qualityThreshold, seed },
    optimize: async (task) => {
      const { program } = task
      const random = createRandom(seed)
      const start = readState(program)
      let best = { state: start, score: await validate(task) }
      for (let trial = 0; trial < trials && !task.isOutOfTime(); trial++) {
        const size = Math.max(1, Math.round((maxDemos * (1 + (trial % 3))) / 3))
        const examples = draw(task.training, Math.max(size, Math.round((maxExamples * size) / maxDemos)), random)
        writeState(program, start)
        const demos = await findDemos(examples, task, { size, qualityThreshold })
        writeState(program, { ...start, demos })
        const score = await validate(task)
        if (score > best.score) best = { state: readState(program), score }
        const traces = demos.flatMap((demo) => demo.traces)
        task.onTrial({
          score,
          parameters: { demonstrations: traces.length, examples: examples.length },
          detail: { demonstrations: traces },
        })
      }
      writeState(program, best.state)
    },
  }
}

async function validate<IN, OUT extends AxGenOut>({ program, ai, validation, metric }: OptimizationTask<IN, OUT>): Promise<number> {
  return mean((await measureProgram({ program, ai, examples: validation, metric })).scores)
}

interface Search {
  readonly size: number
  readonly qualityThreshold: number
}

/** What of these examples the teacher answers well, having seen the others; none where it answers none. */
async function findDemos<IN, OUT extends AxGenOut>(
  examples: readonly Example<IN>[],
  { program, ai, teacherAI, metric }: OptimizationTask<IN, OUT>,
  { size, qualityThreshold }: Search,
): Promise<Demos<OUT>> {
  const options = { maxRounds: 1, maxDemos: examples.length, maxExamples: examples.length, qualityThreshold, verboseMode: false }
  const optimizer = new AxBootstrapFewShot({ studentAI: ai, teacherAI, verbose: false, options })
  try {
    const { demos = [] } = await optimizer.compile(program, examples, toAxMetric(metric))
    return demos.map(({ programId, traces }) => ({ programId, traces: inOrder(program, traces, examples).slice(0, size) }))
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('No demonstrations found')) return []
    throw error
  }
}

/** ax tries the examples in an order that no seed decides. */
function inOrder<IN, OUT extends AxGenOut, Trace extends object>(
  program: Program<IN, OUT>,
  traces: readonly Trace[],
  examples: readonly Example<IN>[],
): Trace[] {
  const inputs = program
    .getSignature()
    .getInputFields()
    .map(({ name }) => name)
  const key = (value: object): string => JSON.stringify(inputs.map((name) => (value as Record<string, unknown>)[name]))
  const places = new Map(examples.map((example, index) => [key(example), index]))
  return [...traces].sort((one, other) => (places.get(key(one)) ?? 0) - (places.get(key(other)) ?? 0))
}

function draw<Item>(items: readonly Item[], count: number, random: () => number): Item[] {
  const left = [...items]
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(Math.floor(random() * left.length), 1)).flat()
}
