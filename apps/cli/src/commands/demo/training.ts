import { fork } from 'node:child_process'
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
}

/** What the training process tells. */
export type TrainingMessage = { readonly kind: 'progress'; readonly progress: Progress } | { readonly kind: 'done'; readonly runId: string }

const program = fileURLToPath(new URL(`./training-process${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url))

export function startTraining({ trackingUri, problemType }: { trackingUri: string; problemType: string }): Training {
  const child = fork(program, ['--problem-type', problemType], {
    env: { ...process.env, MLFLOW_TRACKING_URI: trackingUri, REPRISE_TRACKING_URI: trackingUri },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const stop = (): void => void child.kill()
  process.once('exit', stop)
  const messages: TrainingMessage[] = []
  const ended = once(child, 'exit').then(([code, signal]) => {
    process.off('exit', stop)
    const last = messages.findLast((message) => message.kind === 'done')
    if (last?.kind === 'done' && code === 0) return last.runId
    throw new RepriseError('INTERNAL_ERROR', `The training ended with ${code === null ? `signal ${String(signal)}` : `exit code ${String(code)}`}.`)
  })
  ended.catch(() => undefined)
  return { progress: follow(child, messages), done: ended }
}

async function* follow(child: ReturnType<typeof fork>, messages: TrainingMessage[]): AsyncIterable<Progress> {
  const ends = new AbortController()
  child.on('exit', () => ends.abort())
  let wake = Promise.withResolvers<void>()
  child.on('message', (message) => {
    messages.push(message as TrainingMessage)
    wake.resolve()
  })
  ends.signal.addEventListener('abort', () => wake.resolve())
  for (let next = 0; ; ) {
    for (; next < messages.length; next++) {
      const message = messages[next]
      if (message?.kind === 'progress') yield message.progress
    }
    if (ends.signal.aborted) return
    await wake.promise
    wake = Promise.withResolvers()
  }
}
