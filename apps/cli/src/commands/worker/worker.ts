import type { WorkerEvent } from '@reprise/pipelines'
import { startWorker } from '@reprise/pipelines/runners'
import type { World } from '../../command.ts'
import { toCellText } from '../../output/cell.ts'
import { printJson } from '../../output/json.ts'
import { readRunnerSettings } from '../../pipeline/index.ts'

interface WorkOptions {
  readonly redis?: string
  readonly queue?: string
  readonly jobs: number
  readonly root?: string
  readonly json?: boolean
}

/** Works until it is interrupted. With --json each event is a line. */
export async function work(options: WorkOptions, world: World): Promise<void> {
  const interrupted = world.interruption.claim()
  const { settings } = readRunnerSettings(process.cwd(), 'bullmq')
  const { url, queue } = settings as { readonly url?: string; readonly queue?: string }
  const worker = await startWorker({
    url: options.redis ?? (process.env['REPRISE_REDIS_URL'] || url),
    queue: options.queue ?? queue,
    jobs: options.jobs,
    root: options.root ?? process.cwd(),
    env: process.env,
    onEvent: (event) => world.write(options.json === true ? printJson(event) : `${toCellText(describe(event))}\n`),
  })
  world.interruption.beforeEnd(worker.killAll)
  await interrupted
  await worker.close()
}

function describe(event: WorkerEvent): string {
  switch (event.kind) {
    case 'ready':
      return `Waiting for commands in the queue '${event.queue}' at ${event.url}. Ctrl-C stops it.`
    case 'started':
      return `${event.stage}: started`
    case 'ended':
      return `${event.stage}: ended`
    case 'failed':
      return `${event.stage}: ${event.reason}`
    case 'troubled':
      return `Redis does not answer (${event.reason}); trying again.`
    default:
      return event satisfies never
  }
}
