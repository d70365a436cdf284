import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Progress } from '@reprise/example-morphogenesis'
import { RepriseError } from '@reprise/protocol'

/** A training in a process of its own, as a user's would be. */
export interface Training {
  /** Ends with the training. */
  readonly progress: AsyncIterable<Progress>
  /** The id of the run. Rejects when the training failed. */
  readonly done: Promise<string>
  /** Ends it early; its run is ended as KILLED. */
  stop(): Promise<void>
}

/** What the training process tells. */
export type TrainingMessage = { readonly kind: 'progress'; readonly progress: Progress } | { readonly kind: 'done'; readonly runId: string }

export interface TrainingOptions {
  readonly trackingUri: string
  readonly problemType: string
  readonly seed: number
  /** Folder of the SDK's spool. */
  readonly spool: string
}

const program = fileURLToPath(new URL(`./training-process${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url))
/** Milliseconds the training gets to end its run before it is killed. */
const GRACE = 5_000

export function startTraining({ trackingUri, problemType, seed, spool }: TrainingOptions): Training {
  const child = fork(program, ['--problem-type', problemType, '--seed', String(seed)], {
    env: { ...withoutTracking(process.env), REPRISE_TRACKING_URI: trackingUri, REPRISE_SPOOL: spool },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const messages: TrainingMessage[] = []
  const exited = once(child, 'exit')
  const done = exited.then(([code, signal]) => {
    const last = messages.findLast((message) => message.kind === 'done')
    if (last?.kind === 'done' && code === 0) return last.runId
    throw new RepriseError(
      'INTERNAL_ERROR',
      `The training ended with ${code === null ? `signal ${String(signal)}` : `exit code ${String(code)}`}.`,
      {
        hint: 'What it said stands above.',
      },
    )
  })
  // It may fail while nobody waits for it yet.
  done.catch(() => undefined)
  return { progress: follow(child, messages), done, stop: () => stop(child, exited) }
}

/** The demo's run belongs to the demo's server, whatever the user's own runs are set to. */
function withoutTracking(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(?:MLFLOW|REPRISE)_/.test(name)))
}

async function stop(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), GRACE)
  await exited
  clearTimeout(late)
}

async function* follow(child: ChildProcess, messages: TrainingMessage[]): AsyncIterable<Progress> {
  let isOver = false
  let wake = Promise.withResolvers<void>()
  child.on('message', (message) => {
    messages.push(message as TrainingMessage)
    wake.resolve()
  })
  child.on('exit', () => {
    isOver = true
    wake.resolve()
  })
  for (let next = 0; ;) {
    for (; next < messages.length; next++) {
      const message = messages[next]
      if (message?.kind === 'progress') yield message.progress
    }
    if (isOver) return
    await wake.promise
    wake = Promise.withResolvers()
  }
}
