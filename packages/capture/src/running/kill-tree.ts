import { measureTree } from './process-tree.ts'

/** Sends SIGKILL to a process and its descendants. They are stopped first, so that none starts another meanwhile. */
export function killTree(pid: number): void {
  const processes = measureTree(pid)?.processes ?? [pid]
  for (const signal of ['SIGSTOP', 'SIGKILL'] as const) for (const each of processes) send(each, signal)
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended already.
  }
}
