import type { TaskAnswer } from './tasks.ts'
import type { WorkerSession } from './worker-session.ts'

/** After that long without an answer a task is given up, and its worker with it: a file may be made to be read for ever. */
const PATIENCE_MILLISECONDS = 60_000

interface Waiting {
  readonly resolve: (result: never) => void
  readonly reject: (error: Error) => void
  readonly timer: ReturnType<typeof setTimeout>
}

/** A worker that is started when it is first needed. In the page of a still there is none: still/open-worker.ts. */
export function openWorker(): WorkerSession {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let next = 0
  const giveUp = (error: Error): void => {
    worker?.terminate()
    worker = undefined
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer)
      reject(error)
    }
    waiting.clear()
  }
  const start = (): Worker => {
    const started = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
    started.addEventListener('message', ({ data }: MessageEvent<TaskAnswer>) => {
      const asked = waiting.get(data.id)
      waiting.delete(data.id)
      clearTimeout(asked?.timer)
      if ('error' in data) asked?.reject(new Error(data.error))
      else asked?.resolve(data.result as never)
    })
    started.addEventListener('error', ({ message }) => giveUp(new Error(`Reading it failed: ${message || 'it needs too much memory'}.`)))
    return started
  }
  return {
    run: (name, input) =>
      new Promise((resolve, reject) => {
        worker ??= start()
        const id = next++
        const timer = setTimeout(() => giveUp(new Error('Reading it took too long.')), PATIENCE_MILLISECONDS)
        waiting.set(id, { resolve, reject, timer })
        worker.postMessage({ id, name, input })
      }),
    close: () => giveUp(new Error('The page was left.')),
  }
}
