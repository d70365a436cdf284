import { join } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { endAbandonedJobs } from '../jobs/index.ts'
import { endLeftCommands, notesIn } from './process/left-commands.ts'
import type { RunningWorker, WorkerOptions } from './bullmq/worker.ts'
import type { OpenRunner, RunnerSurroundings, StageRunner } from '../running/index.ts'

export type { RunningWorker, WorkerEvent, WorkerOptions } from './bullmq/worker.ts'
export type { CommandEnd, OpenRunner, RunnerSurroundings, RunOptions, StageCommand, StageRunner } from '../running/index.ts'

/** Where commands of stages can run. One more: a folder and a line. Each is loaded when it is asked for. */
const runners = {
  process: async () => (await import('./process/runner.ts')).openRunner,
  bullmq: async () => (await import('./bullmq/runner.ts')).openRunner,
  slurm: async () => (await import('./slurm/runner.ts')).openRunner,
  kubernetes: async () => (await import('./kubernetes/runner.ts')).openRunner,
} as const satisfies Record<string, () => Promise<OpenRunner>>

export type RunnerName = keyof typeof runners

export const runnerNames = Object.keys(runners) as RunnerName[]

/** Opens a runner by its name, and ends what processes that died have left running. Dispose of it. */
export async function openRunner(name: string, surroundings: RunnerSurroundings): Promise<StageRunner> {
  if (!Object.hasOwn(runners, name))
    throw new RepriseError('INVALID_PARAMETER_VALUE', `there is no runner '${name}'.`, { hint: `There are ${runnerNames.join(', ')}.` })
  const load: () => Promise<OpenRunner> = runners[name as RunnerName]
  const open = await load()
  await endAbandonedJobs(join(surroundings.temporary, 'jobs'))
  if (surroundings.onLeft !== undefined) await endLeftCommands(notesIn(surroundings.temporary), surroundings.onLeft)
  return open(surroundings)
}

/** Takes commands from a queue of BullMQ and runs them here. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { startWorker: start } = await import('./bullmq/worker.ts')
  return start(options)
}
