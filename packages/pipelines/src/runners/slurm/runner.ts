import { RepriseError } from '@reprise/protocol/errors'
import { quoteShell } from '../../commands/index.ts'
import { createJobRunner, type Engine, type JobFolder } from '../../jobs/index.ts'
import { engineFields, type OpenRunner, readFields, readPatience, readStageFields } from '../../running/index.ts'
import { type AskSlurm, createAsk } from './ask.ts'
import { readJobState } from './job-state.ts'

/** What is given to `sbatch`, for all stages or for one. */
const batchFields = { partition: 'text', account: 'text', qos: 'text', time: 'text', options: 'texts' } as const

/** Runs commands as batch jobs of Slurm: `sbatch`, `scontrol`, `sacct` and `scancel` have to be here. */
export const openRunner: OpenRunner = async (surroundings) => {
  const settings = readFields(surroundings, { stages: 'table', ...batchFields, ...engineFields })
  const ask = createAsk(surroundings.env)
  await assertAnswers(ask)
  const optionsFor = (stage: string): string[] => [
    ...toOptions(settings),
    ...toOptions(readStageFields(surroundings, { stages: settings.stages, stage }, batchFields)),
  ]
  // As jobs of Slurm do by themselves, they have the variables of whoever sends them.
  const options = { variables: settings.env ?? ['*'], patience: readPatience(settings) }
  return createJobRunner(createEngine(ask, optionsFor), surroundings, options)
}

async function assertAnswers(ask: AskSlurm): Promise<void> {
  try {
    await ask('scontrol', ['ping'])
  } catch (cause) {
    if (cause instanceof RepriseError) throw cause
    throw new RepriseError('TEMPORARILY_UNAVAILABLE', 'the controller of Slurm does not answer.', {
      hint: 'See what `scontrol ping` says.',
      cause,
    })
  }
}

function createEngine(ask: AskSlurm, optionsFor: (stage: string) => readonly string[]): Engine {
  return {
    name: 'Slurm',
    interval: 1_000,
    submit: async (job, stage) => {
      const id = await submit(ask, job, [`--job-name=reprise:${stage}`, ...optionsFor(stage)])
      return {
        look: () => readJobState(ask, id),
        cancel: async () => void (await ask('scancel', [id])),
        forget: () => Promise.resolve(),
      }
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

/** Slurm keeps what it is given: that is only where the script is. It is not to run it again, nor to bring the variables of whoever sends it. */
async function submit(ask: AskSlurm, job: JobFolder, options: readonly string[]): Promise<string> {
  const { stdout, stderr } = job.output
  const answer = await ask('sbatch', [
    ...options,
    '--parsable',
    '--no-requeue',
    '--export=NIL',
    '--chdir=/',
    '--open-mode=append',
    `--output=${stdout}`,
    `--error=${stderr}`,
    `--wrap=exec /bin/sh ${quoteShell(job.script)}`,
  ])
  // `7` or, in a federation, `7;cluster`.
  const id = /^(\d+)/m.exec(answer)?.[1]
  if (id === undefined) throw new Error(`sbatch answered '${answer.trim()}', not the number of a job`)
  return id
}

function toOptions({
  options = [],
  ...named
}: { readonly [Name in keyof typeof batchFields]?: string | readonly string[] | undefined }): string[] {
  const texts = Object.entries(named).filter(([name, value]) => name in batchFields && value !== undefined)
  return [...texts.map(([name, value]) => `--${name}=${String(value)}`), ...options]
}
