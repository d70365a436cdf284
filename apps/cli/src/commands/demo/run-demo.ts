import { join } from 'node:path'
import { createClient } from '@reprise/client'
import { RepriseError } from '@reprise/protocol'
import type { RunningServer } from '@reprise/server'
import type { World } from '../../command.ts'
import { createProgress, printBar } from '../../output/progress.ts'
import { printDuration } from '../../output/values.ts'
import { startServer } from '../server/serve.ts'
import type { DemoOptions } from './index.ts'
import { printResults } from './results.ts'
import { startTraining } from './training.ts'

/** Shows the whole of it on real work: serve, train, look, and leave the server up. */
export async function runDemo(options: DemoOptions, world: World): Promise<void> {
  const started = world.now()
  const server = await startDemoServer(options)
  try {
    world.write(`Reprise is running at ${server.url}\n`)
    const training = startTraining({ trackingUri: server.url, problemType: options.problemType })
    const progress = createProgress(world)
    let isFirst = true
    for await (const { epoch, epochs, phase, val_acc: accuracy, best_acc: best } of training.progress) {
      if (isFirst) world.write(`Training a network on ${options.problemType}; first metrics after ${seconds(world.now() - started)} s\n`)
      isFirst = false
      progress.show(`${printBar(epoch / epochs)} ${phase} epoch ${epoch}/${epochs}  accuracy ${percent(accuracy)}  best ${percent(best)}`)
    }
    const runId = await training.done
    progress.end(`Trained in ${printDuration(world.now() - started)}.`)
    await printResults(createClient({ url: server.url }), runId, world)
    if (options.exit === true) return
    world.write(
      `\nThe server stays up at ${server.url} until Ctrl-C. Use it from Python or the command line:\n  export MLFLOW_TRACKING_URI=${server.url}\n  npx reprise runs list\n`,
    )
    await world.interrupted
  } finally {
    await server.close()
  }
}

/** On the port that was asked for, or on any free one when another program has it. */
async function startDemoServer({ folder, port }: DemoOptions): Promise<RunningServer> {
  const parts = { host: '127.0.0.1', store: join(folder, 'reprise.db'), artifacts: join(folder, 'artifacts'), allowedHosts: '', logLevel: 'warn' }
  return startServer({ ...parts, port: Number(port) }).catch((error: unknown) => {
    if (error instanceof RepriseError && /^Port /.test(error.message)) return startServer({ ...parts, port: 0 })
    throw error
  })
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1_000).toFixed(1)
}

function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(1)} %`
}
