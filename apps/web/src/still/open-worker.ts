import type { WorkerSession } from '../workers/worker-session.ts'

/** In the page of a still there are no workers, and not what they run: it would be larger than what it shows. */
export function openWorker(): WorkerSession {
  const run = () => Promise.reject(new Error('That is not shown in a file that stands alone. Open the run on its server.'))
  return { run, close: () => undefined }
}
