import { useEffect, useState } from 'react'
export type { WorkerSession } from './worker-session.ts'
import { openWorker } from './open-worker.ts'
import type { WorkerSession } from './worker-session.ts'

/** A worker of a component, started when it is first needed, and ended with the component. */
export function useWorker(): WorkerSession {
  const [session] = useState(openWorker)
  useEffect(() => () => session.close(), [session])
  return session
}
