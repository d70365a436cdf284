import { readlinkSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PointRecord } from '@reprise/pipelines/sweeps'

/** Milliseconds that a process gets to end by itself, which it does when that of the sweep has died. */
const GRACE = 15_000

/** Waits for the process of a point whose sweep was killed, and ends it when it stays. */
export async function endLeftOver({ pid }: PointRecord, workspace: string): Promise<void> {
  if (pid === undefined) return
  for (const deadline = Date.now() + GRACE; Date.now() < deadline; await sleep(100)) if (!isThere(pid, workspace)) return
  process.kill(pid, 'SIGKILL')
}

/** Numbers of processes are used again: it is ours where it works in the point's folder. */
function isThere(pid: number, workspace: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`).startsWith(workspace)
  } catch {
    return false
  }
}
