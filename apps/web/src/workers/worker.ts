import { errorText } from '../shell/error-text.ts'
import { type TaskAnswer, type TaskMessage, tasks } from './tasks.ts'

/** One task after the other: what the next one needs the one before may have read. */
let last: Promise<unknown> = Promise.resolve()

globalThis.addEventListener('message', ({ data }: MessageEvent<TaskMessage>) => {
  last = last.then(() => answer(data)).then((message) => globalThis.postMessage(message))
})

async function answer({ id, name, input }: TaskMessage): Promise<TaskAnswer> {
  try {
    const task = tasks[name] as (given: unknown) => Promise<unknown>
    return { id, result: await task(input) }
  } catch (error) {
    return { id, error: errorText(error) }
  }
}
