import type { AxGen, AxGenOut, AxMetricFn, AxProgramDemos, AxTypedExample } from '@ax-llm/ax'

/** What is optimised: a generator of ax, by its instruction, its description and its demonstrations. */
export type Program<IN, OUT extends AxGenOut> = AxGen<IN, OUT>

/** The inputs of a program, with what the metric compares its answer to. */
export type Example<IN> = AxTypedExample<IN>

/** Scores an answer from 0 to 1. The example is as it was given, with what the right answer is. */
export type Metric<IN, OUT> = (pair: {
  readonly prediction: Readonly<OUT>
  readonly example: Readonly<Example<IN>>
}) => number | Promise<number>

/** A metric as ax's optimisers take it: theirs is called with any prediction, and these only ever with those of the program. */
export function toAxMetric<IN, OUT>(metric: Metric<IN, OUT>): AxMetricFn {
  return metric as unknown as AxMetricFn
}

export type Demos<OUT extends AxGenOut> = readonly AxProgramDemos<unknown, OUT>[]

/** All of a program that an optimiser may change. */
export interface ProgramState<OUT extends AxGenOut> {
  /** Texts by key, as `root::instruction`. */
  readonly components: Readonly<Record<string, string>>
  readonly demos: Demos<OUT>
}

export function readState<IN, OUT extends AxGenOut>(program: Program<IN, OUT>): ProgramState<OUT> {
  const components = program.getOptimizableComponents().map(({ key, current }) => [key, current])
  // ax has a way to set demonstrations, and none to read them.
  const { demos } = program as unknown as { readonly demos?: OUT[] }
  return {
    components: Object.fromEntries(components) as Record<string, string>,
    demos: demos === undefined || demos.length === 0 ? [] : [{ programId: program.getId(), traces: [...demos] }],
  }
}

export function writeState<IN, OUT extends AxGenOut>(program: Program<IN, OUT>, { components, demos }: ProgramState<OUT>): void {
  // An empty list would change nothing: it names no program.
  const traces = demos.length === 0 ? [{ programId: program.getId(), traces: [] }] : demos
  program.setDemos(traces)
  program.applyOptimizedComponents(components)
}

/** The inputs alone: what the program is to find out must not be among them. */
export function pickInputs<IN, OUT extends AxGenOut>(program: Program<IN, OUT>, example: Example<IN>): IN {
  const names = program
    .getSignature()
    .getInputFields()
    .map(({ name }) => name)
  return Object.fromEntries(names.filter((name) => name in example).map((name) => [name, example[name]])) as IN
}
