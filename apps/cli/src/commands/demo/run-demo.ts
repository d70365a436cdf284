import { constants } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@reprise/client'
import { verdicts } from '@reprise/compare'
import { RepriseError, type Run } from '@reprise/protocol'
import type { Reproduction } from '@reprise/reproduce'
import type { World } from '../../command.ts'
import { createProgress } from '../../output/progress.ts'
import { printDuration } from '../../output/values.ts'
import { printJson } from '../../output/json.ts'
import { printReproduction } from '../../reproducing/print-reproduction.ts'
import type { EndingSignal } from '../../interruption.ts'
import { startDemoServer } from './demo-server.ts'
import type { DemoOptions } from './index.ts'
import { describeResults, readResults } from './results.ts'
import { reproduceTraining } from './reproduce-training.ts'
import { environmentOf, type Training, startTraining } from './training.ts'
import { readState, watchTraining } from './watch-training.ts'

/** Shows the whole of it on real work: serve, train, look, reproduce, and leave the server up. */
export async function runDemo(options: DemoOptions, world: World): Promise<void> {
  const interrupted = world.interruption.claim()
  const { server, folder, remarks } = await startDemoServer(options)
  const say = options.json === true ? world.note : (text: string) => world.write(`${text}\n`)
  try {
    for (const remark of remarks) world.note(remark)
    say(`${world.style.bold('Reprise is running at')} ${server.url}`)
    const client = createClient({ url: server.url })
    const seed = await countRuns(client, options.problemType)
    const env = environmentOf(process.env, join(folder, 'spool'))
    const over = new AbortController()
    const audience = { world, say, signal: over.signal }
    const followed = follow(client, audience)
    const training = startTraining({ trackingUri: server.url, problemType: options.problemType, seed, folder, env })
    say(`Training a network on ${options.problemType}, seed ${seed}; it logs every epoch there.`)
    const ended = await Promise.race([training.done, interrupted]).finally(() => over.abort())
    const time = await followed
    if (isSignal(ended)) return await breakOff(training, ended, world)
    const results = await readResults(client, ended, world.width)
    say(describeTraining(results.run, time))
    if (options.json !== true) world.write(describeResults(results, world))
    const reproduction = await reproduce(client, { runId: ended, url: server.url, env, say, world, interrupted })
    if (reproduction === undefined) return
    process.exitCode = verdicts[reproduction.verdict]
    if (options.json === true) world.write(printJson({ url: server.url, folder, ...results.json, reproduction }))
    else world.write(`\n${printReproduction(reproduction, world)}`)
    if (options.exit === true) return
    say(describeStay(server.url, ended))
    await interrupted
  } finally {
    await server.close()
  }
}

interface Reproducing extends Pick<Audience, 'say' | 'world'> {
  readonly runId: string
  readonly url: string
  readonly env: NodeJS.ProcessEnv
  readonly interrupted: Promise<EndingSignal>
}

/** Undefined when it was broken off. */
async function reproduce(client: Client, { runId, url, env, say, world, interrupted }: Reproducing): Promise<Reproduction | undefined> {
  say(`\n${world.style.bold('Is it the same when it runs again?')} From what was recorded, in an empty folder:`)
  const stop = new AbortController()
  const settings = { ...world.settings, spool: env['REPRISE_SPOOL'] }
  const progress = (line: string): void => world.note(`  ${line} …`)
  const options = { trackingUri: url, runId, settings, env, progress, signal: stop.signal }
  const ended = await Promise.race([reproduceTraining(client, options), interrupted])
  if (typeof ended !== 'string') return ended
  stop.abort(new RepriseError('BAD_REQUEST', `It was ended by ${ended}.`))
  world.note('\nBroken off; the run is kept.')
  process.exitCode = 128 + constants.signals[ended]
  return undefined
}

/** Runs of the same problem that are there already: the next one gets another seed, so that there is something to compare. */
async function countRuns(client: Client, problem: string): Promise<number> {
  const { experiments } = await client.searchExperiments({ max_results: 1_000 })
  const ids = experiments.filter(({ name }) => name === problem).map(({ experiment_id: id }) => id)
  if (ids.length === 0) return 0
  return (await client.searchRuns({ experiment_ids: ids, max_results: 1_000, fields: ['tags.mlflow.runName'] })).runs.length
}

interface Audience {
  readonly world: World
  readonly say: (text: string) => void
  /** Aborted when nothing more is to be shown. */
  readonly signal: AbortSignal
}

/** Shows the training while it goes on, as the server tells of it; the milliseconds it took. */
async function follow(client: Client, { world, say, signal }: Audience): Promise<number> {
  const progress = createProgress(world)
  const began = world.now()
  let isFirst = true
  try {
    for await (const { epoch, epochs, accuracy, best } of watchTraining(client, signal)) {
      if (isFirst) say(`first metrics after ${(world.uptime() / 1_000).toFixed(1)} s`)
      isFirst = false
      progress.show(epoch / epochs, `epoch ${epoch}/${epochs}  accuracy ${percent(accuracy)}  best ${percent(best)}`)
    }
  } catch {
    // The demo goes on without the line that moves; what the training comes to is asked for in any case.
  }
  progress.end()
  return world.now() - began
}

function describeTraining(run: Run, time: number): string {
  const state = readState(run)
  const result = state === undefined ? '' : `: ${state.epoch} epochs, best accuracy ${percent(state.best)}`
  return `Trained in ${printDuration(time)}${result}.`
}

async function breakOff(training: Training, signal: EndingSignal, world: World): Promise<void> {
  world.note('\nBroken off; what was logged is kept.')
  await training.stop()
  process.exitCode = 128 + constants.signals[signal]
}

function isSignal(ended: string): ended is EndingSignal {
  return ended.startsWith('SIG')
}

function describeStay(url: string, runId: string): string {
  return `
The server stays up at ${url} until Ctrl-C. Use it:
  export MLFLOW_TRACKING_URI=${url}
  python train.py            # any script that logs with mlflow, as it is
  npx reprise runs list
  npx reprise reproduce ${runId.slice(0, 8)}`
}

function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(1)} %`
}
