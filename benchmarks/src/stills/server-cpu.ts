import { readFileSync } from 'node:fs'

/** Milliseconds of a tick in which Linux counts. */
const TICK = 10

/** Milliseconds of processor time that a process has taken so far, all threads. */
export function serverCpu(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name of the program, which may hold spaces, ends with the last parenthesis.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK
}
