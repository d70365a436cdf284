import { slugOf, type Options } from '../options/index.ts'

/** What a run says about itself before it starts, as the SDK's `startRun` takes it. */
export interface RunDescription {
  readonly experimentName: string
  readonly name: string
  readonly params: Options
  readonly tags: Readonly<Record<string, string>>
}

/** The run of a training: its experiment is the problem, its name a slug, its params are all options. */
export function describeRun(options: Options): RunDescription {
  return {
    experimentName: options.problem_type,
    name: slugOf(options),
    params: options,
    tags: { problem_type: options.problem_type },
  }
}
