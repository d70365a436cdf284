import { constants } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@reprise/client'
import type { World } from '../../command.ts'
import { createProgress } from '../../output/progress.ts'
import { printDuration } from '../../output/values.ts'
import { printJson } from '../../output/json.ts'
import type { EndingSignal } from '../../interruption.ts'
import { startDemoServer } from './demo-server.ts'
import type { DemoOptions } from './index.ts'
import { describeResults, readResults } from './results.ts'
import { type Training, startTraining } from './training.ts'

/** Shows the whole of it on real work: serve, train, look, and leave the server up. */
export async function runDemo(options: DemoOptions, world: World): Promise<void> {
  const interrupted = world.interruption.claim()
  const { server, folder, remarks } = await startDemoServer(options)
  const say = options.json === true ? world.note : (text: string) => world.write(`${text}\n`)
  try {
    for (const remark of remarks) world.note(remark)
    say(`${world.style.bold('Reprise is running at')} ${server.url}`)
    const client = createClient({ url: server.url })
    const seed = await countRuns(client, options.problemType)
    const training = startTraining({ trackingUri: server.url, problemType: options.problemType, seed, spool: join(folder, 'spool') })
    say(`Training a network on ${options.problemType}, seed ${seed}; it logs every epoch there.`)
    const over = new AbortController()
    const ended = await Promise.race([follow(training, client, { world, say, signal: over.signal }), interrupted]).finally(() =>
      over.abort(),
    )
    if (isSignal(ended)) return await breakOff(training, ended, world)
    const results = await readResults(client, ended, world.width)
    if (options.json === true) world.write(printJson({ url: server.url, folder, ...results.json }))
    else world.write(describeResults(results, world))
    if (options.exit === true) return
    say(describeStay(server.url))
    await interrupted
  } finally {
    await server.close()
  }
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

/** Shows the training while it goes on; the id of its run. */
async function follow(training: Training, client: Client, { world, say, signal }: Audience): Promise<string> {
  const progress = createProgress(world)
  void firstPoints(client, signal).then((arrived) => {
    if (!arrived) return
    progress.end()
    say(`first metrics after ${(world.uptime() / 1_000).toFixed(1)} s`)
  })
  const began = world.now()
  let result = ''
  for await (const { epoch, epochs, phase, val_acc: accuracy, best_acc: best } of training.progress) {
    if (signal.aborted) break
    progress.show(epoch / epochs, `epoch ${epoch}/${epochs}  ${phase}  accuracy ${percent(accuracy)}  best ${percent(best)}`)
    result = `${epoch} epochs, best accuracy ${percent(best)}`
  }
  const runId = await training.done
  progress.end()
  say(`Trained in ${printDuration(world.now() - began)}: ${result}.`)
  return runId
}

/** Resolves when the server tells of points, to true; to false when it has nothing to tell before the end. */
async function firstPoints(client: Client, signal: AbortSignal): Promise<boolean> {
  try {
    for await (const event of client.events({ signal })) if (event.kind === 'points') return true
  } catch {
    // The demo goes on without that line; what the training says of itself is shown in any case.
  }
  return false
}

async function breakOff(training: Training, signal: EndingSignal, world: World): Promise<void> {
  world.note('\nBroken off; what was logged is kept.')
  await training.stop()
  process.exitCode = 128 + constants.signals[signal]
}

function isSignal(ended: string): ended is EndingSignal {
  return ended.startsWith('SIG')
}

function describeStay(url: string): string {
  return `
The server stays up at ${url} until Ctrl-C. Use it:
  export MLFLOW_TRACKING_URI=${url}
  python train.py            # any script that logs with mlflow, as it is
  npx reprise runs list`
}

function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(1)} %`
}
