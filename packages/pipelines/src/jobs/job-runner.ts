import { join } from 'node:path'
import { chooseVariables, withoutHooks } from './variables.ts'
import type { RunnerSurroundings, StageRunner } from '../running/index.ts'
import type { Engine } from './engine.ts'
import { JobFolder } from './job-folder.ts'
import { runJob } from './run-job.ts'

export interface JobRunnerOptions {
  /** Names and patterns of variables that go with a command. */
  readonly variables: readonly string[]
  /** Seconds that the engine may be deaf, and after which commands end by themselves when nobody is there for them. */
  readonly patience: number
}

/** Variables that every engine gives a command: those of the stage and of tracking. */
const always = ['DVC_*', 'REPRISE_*', 'MLFLOW_*', 'PYTHONHASHSEED']

/** A runner whose commands are jobs of an engine. */
export function createJobRunner(
  engine: Engine,
  { temporary }: Pick<RunnerSurroundings, 'temporary'>,
  { variables, patience }: JobRunnerOptions,
): StageRunner {
  const running = new Set<JobFolder>()
  return {
    hasTerminal: false,
    async run(command, options) {
      const env = chooseVariables(withoutHooks(command.env), [...always, ...variables])
      const job = JobFolder.create(join(temporary, 'jobs'), command, { env, patience })
      running.add(job)
      try {
        return await runJob(engine, job, { ...options, address: command.address, patience })
      } finally {
        running.delete(job)
      }
    },
    killAll: () => {
      for (const job of running) job.tell('KILL')
    },
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  }
}
