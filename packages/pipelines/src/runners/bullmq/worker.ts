import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, realpathSync } from 'node:fs'
import { sep } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { JobFolder } from '../../jobs/index.ts'
import { loadPackage } from '../../running/index.ts'
import { connectRedis, DEFAULT_QUEUE, DEFAULT_URL, LOCK, STALLED_INTERVAL, type StageJob, withoutSecrets } from './connect.ts'

export interface WorkerOptions {
  /** Default: a Redis of this machine. */
  readonly url?: string | undefined
  readonly queue?: string | undefined
  /** Commands that run at once. */
  readonly jobs: number
  /** Only commands of projects in this folder are run. */
  readonly root: string
  readonly env: Readonly<Record<string, string | undefined>>
  onEvent(event: WorkerEvent): void
}

export type WorkerEvent =
  | { readonly kind: 'ready'; readonly queue: string; readonly url: string }
  | { readonly kind: 'started' | 'ended'; readonly stage: string }
  | { readonly kind: 'failed'; readonly stage: string; readonly reason: string }
  /** Redis does not answer; it is tried again. */
  | { readonly kind: 'troubled'; readonly reason: string }

export interface RunningWorker {
  /** Takes no more; resolves when what runs has ended. */
  close(): Promise<void>
  /** Ends at once what runs. */
  killAll(): void
}

/**
 * Takes commands from a queue and runs them. When this process dies, however, what it runs is ended as well; the queue finds out within half a minute,
 * and no other worker runs it again.
 */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { Worker } = await loadPackage('bullmq', () => import('bullmq'))
  const { url = DEFAULT_URL, queue = DEFAULT_QUEUE, jobs, onEvent } = options
  const root = findFolder(options.root)
  const connection = await connectRedis(url, { isBlocking: true })
  const running = new Set<ChildProcess>()
  const worker = new Worker<StageJob>(queue, ({ data }) => run(data, { root, running, options }), {
    connection,
    concurrency: jobs,
    lockDuration: LOCK,
    stalledInterval: STALLED_INTERVAL,
    maxStalledCount: 0,
    drainDelay: 1,
  })
  worker.on('error', (error) => onEvent({ kind: 'troubled', reason: error.message }))
  await worker.waitUntilReady()
  onEvent({ kind: 'ready', queue, url: withoutSecrets(url) })
  return {
    close: async () => {
      await worker.close()
      connection.disconnect()
    },
    killAll: () => {
      for (const { pid } of running) if (pid !== undefined) killGroup(pid)
    },
  }
}

function findFolder(path: string): string {
  try {
    return realpathSync(path)
  } catch (cause) {
    throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `there is no folder ${path} to run commands of.`, { cause })
  }
}

interface Place {
  readonly root: string
  readonly running: Set<ChildProcess>
  readonly options: WorkerOptions
}

async function run({ folder, stage }: StageJob, { root, running, options }: Place): Promise<void> {
  const { onEvent } = options
  try {
    const job = openJob(folder, root)
    onEvent({ kind: 'started', stage })
    await runScript(job, running, options.env)
    onEvent({ kind: 'ended', stage })
  } catch (error) {
    onEvent({ kind: 'failed', stage, reason: error instanceof Error ? error.message : String(error) })
    throw error
  }
}

/** Whoever can write to the queue may only name what somebody wrote into a project that this worker is for. */
function openJob(folder: string, root: string): JobFolder {
  let real: string
  try {
    real = realpathSync(folder)
  } catch (cause) {
    throw new RepriseError(
      'RESOURCE_DOES_NOT_EXIST',
      `the worker does not see ${folder}: it must have the same files under the same paths`,
      { cause },
    )
  }
  if (real.startsWith(root.endsWith(sep) ? root : `${root}${sep}`)) return new JobFolder(real)
  throw new RepriseError('PERMISSION_DENIED', `the worker runs only what is in ${root}; start it with --root for others`)
}

function runScript(job: JobFolder, running: Set<ChildProcess>, env: WorkerOptions['env']): Promise<void> {
  const files = [openSync(job.output.stdout, 'a'), openSync(job.output.stderr, 'a')]
  return new Promise((resolve, reject) => {
    // Its standard input is never written to: it is closed when we die.
    const child = spawn('/bin/sh', [job.script, 'tethered'], { stdio: ['pipe', ...files], detached: true, env: { ...env } })
    running.add(child)
    for (const file of files) closeSync(file)
    child.on('error', reject)
    child.on('exit', () => {
      running.delete(child)
      child.stdin?.destroy()
      resolve()
    })
  })
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
