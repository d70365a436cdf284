import { readFileSync } from 'node:fs'

/** Whether there is a process with a number, also when it is another user's. One that has ended, and whose parent has not asked how, is none. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return !hasEnded(pid)
}

/** Only Linux says so; elsewhere what has a number counts as alive. */
function hasEnded(pid: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    // The name of the program stands in parentheses and may itself have some.
    const [, state] = /^.*\) (\S)/s.exec(readFileSync(`/proc/${pid}/stat`, 'latin1')) ?? []
    return state === 'Z' || state === 'X'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
  }
}
