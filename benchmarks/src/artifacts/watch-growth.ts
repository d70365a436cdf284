import { readResident } from '../servers/process-tree.ts'
import type { Server } from '../servers/start.ts'

const EVERY_MILLISECONDS = 10

/** Megabytes. */
export interface Growth {
  /** Of the memory that is resident, from the beginning to its highest. */
  readonly growth: number
  readonly peak: number
}

/** Watches the resident memory of a server from now until the answered function is called. */
export function watchGrowth(server: Server): () => Growth {
  const processes = server.processes()
  const before = readResident(processes)
  let peak = before
  const timer = setInterval(() => (peak = Math.max(peak, readResident(processes))), EVERY_MILLISECONDS)
  return () => {
    clearInterval(timer)
    peak = Math.max(peak, readResident(processes))
    return { growth: peak - before, peak }
  }
}
