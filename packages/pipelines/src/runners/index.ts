import { RepriseError } from '@reprise/protocol'
import type { OpenRunner, RunnerSurroundings, StageRunner } from './stage-runner.ts'

export type { CommandEnd, OpenRunner, RunnerSurroundings, RunOptions, StageCommand, StageRunner } from './stage-runner.ts'

/** Where commands of stages can run. One more: a folder and a line. Each is loaded when it is asked for. */
const runners = {
  process: async () => (await import('./process/runner.ts')).openRunner,
} as const satisfies Record<string, () => Promise<OpenRunner>>

export type RunnerName = keyof typeof runners

export const runnerNames = Object.keys(runners) as RunnerName[]

/** Opens a runner by its name. Dispose of it. */
export async function openRunner(name: string, surroundings: RunnerSurroundings): Promise<StageRunner> {
  if (!Object.hasOwn(runners, name))
    throw new RepriseError('INVALID_PARAMETER_VALUE', `there is no runner '${name}'.`, { hint: `There are ${runnerNames.join(', ')}.` })
  const load: () => Promise<OpenRunner> = runners[name as RunnerName]
  const open = await load()
  return open(surroundings)
}
