// Loaded before the command line's own first line: notes when the command is started, and what that has cost by then.
import childProcess from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { env } from 'node:process'

/** What `note` writes, in milliseconds. */
export interface NotedStart {
  /** From the first line until the command is started. */
  readonly milliseconds: number
  /** Processor time of the recorder since the first line, and of the processes that it has waited for. */
  readonly cpuMilliseconds: number
  /** Processes that were started before the command. */
  readonly processes: number
}

const { REPRISE_NOTE_START: file, REPRISE_NOTE_PROGRAM: program } = env
if (file !== undefined && program !== undefined) note(file, program)

function note(target: string, command: string): void {
  const [began, cpu] = [performance.now(), process.cpuUsage()]
  let processes = 0
  const { spawn } = childProcess
  childProcess.spawn = ((path: string, ...rest: never[]) => {
    if (path === command) {
      const { user, system } = process.cpuUsage(cpu)
      const cpuMilliseconds = (user + system) / 1_000 + waitedFor()
      writeFileSync(target, JSON.stringify({ milliseconds: performance.now() - began, cpuMilliseconds, processes } satisfies NotedStart))
    }
    processes++
    return Reflect.apply(spawn, childProcess, [path, ...rest]) as ReturnType<typeof spawn>
  }) as typeof spawn
  syncBuiltinESMExports()
}

/** Linux counts in hundredths of a second. */
function waitedFor(): number {
  const stat = readFileSync('/proc/self/stat', 'latin1')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13]) + Number(fields[14])) * 10
}
