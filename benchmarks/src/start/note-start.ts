// Loaded before the command line's own first line: notes when the command is started, and what that has cost by then.
import childProcess from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { registerHooks, syncBuiltinESMExports } from 'node:module'
import { env } from 'node:process'

/** What `note` writes, in milliseconds. */
export interface NotedStart {
  /** From the first line until the command is started. */
  readonly milliseconds: number
  /** Processor time of the recorder since the first line, all threads. */
  readonly cpuMilliseconds: number
  /** Of the processes that it has started and waited for by then: git, mostly. */
  readonly childCpu: number
  /** Modules that were loaded, where they are counted, which takes time of its own. */
  readonly modules?: number
}

const { REPRISE_NOTE_START: file, REPRISE_NOTE_PROGRAM: program, REPRISE_NOTE_MODULES: countsModules } = env
if (file !== undefined && program !== undefined) note(file, program)

function note(target: string, command: string): void {
  const modules = countsModules === undefined ? undefined : countModules()
  const [began, cpu] = [performance.now(), process.cpuUsage()]
  const { spawn } = childProcess
  childProcess.spawn = ((path: string, ...rest: never[]) => {
    if (path === command) {
      const [milliseconds, { user, system }] = [performance.now() - began, process.cpuUsage(cpu)]
      const noted: NotedStart = { milliseconds, cpuMilliseconds: (user + system) / 1_000, childCpu: waitedFor(), ...modules?.() }
      writeFileSync(target, JSON.stringify(noted))
    }
    return Reflect.apply(spawn, childProcess, [path, ...rest]) as ReturnType<typeof spawn>
  }) as typeof spawn
  syncBuiltinESMExports()
}

function countModules(): () => { readonly modules: number } {
  let modules = 0
  registerHooks({
    load: (address, context, next) => {
      if (!address.startsWith('node:')) modules++
      return next(address, context)
    },
  })
  return () => ({ modules })
}

/** Processor time in milliseconds of the processes that this one has waited for; Linux counts in hundredths of a second. */
export function waitedFor(): number {
  const stat = readFileSync('/proc/self/stat', 'latin1')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13]) + Number(fields[14])) * 10
}
