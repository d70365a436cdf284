import type { Tasks } from '../workers/tasks.ts'
import type { WorkerSession } from '../workers/worker-session.ts'

/** What differences and code take. What reads tables and arrays would be larger than what most pages show. */
const tasks: Partial<Tasks> = {
  listCode: async (input) => (await import('../code/open-code.ts')).listCode(input),
  readCode: async (input) => (await import('../code/open-code.ts')).readCode(input),
  diffTexts: async (input) => (await import('../diff/diff-texts.ts')).diffTexts(input),
}

/** In the page of a still there are no workers: what is small is done in the page. */
export function openWorker(): WorkerSession {
  const run = async (name: keyof Tasks, input: never): Promise<never> => {
    const task = tasks[name] as ((given: never) => Promise<never>) | undefined
    if (task === undefined) throw new Error('That is not shown in a file that stands alone. Open the run on its server.')
    return task(input)
  }
  return { run, close: () => undefined }
}
