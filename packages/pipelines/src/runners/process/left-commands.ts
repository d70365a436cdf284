import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { RepriseError } from '@reprise/protocol/errors'
import { isAlive } from '../../locks/is-alive.ts'
import { findByVariable, findDescendants, startOf } from './find-processes.ts'

/** In the environment of every command: its processes are found by it, whoever started them. */
export const COMMAND_VARIABLE = 'REPRISE_COMMAND'

/** Milliseconds that a command gets to end before it is killed, and then to be gone. */
const GRACE = 5_000
const PAUSE = 50

/** A command that runs here, as a file tells of it: a process that is killed can not end what it has started. */
interface NotedCommand {
  readonly host: string
  readonly owner: Process
  /** How its stage is named. */
  readonly address: string
  readonly token: string
  /** The shell; undefined for the moment in which it is started. */
  readonly shell?: Process | undefined
}

interface Process {
  readonly pid: number
  /** When it was started, in ticks of the system: a number is given to another process one day. Undefined where the system does not tell. */
  readonly start?: string | undefined
}

/** Where a project notes the commands that it runs here. */
export function notesIn(temporary: string): string {
  return join(temporary, 'commands')
}

/** A command that is noted until `remove`. */
export interface CommandNote {
  readonly token: string
  started(pid: number): void
  remove(): void
}

/** Notes a command that is about to be started. A folder that can not be written is no reason not to start it. */
export function noteCommand(folder: string, address: string): CommandNote {
  const token = randomUUID()
  const path = join(folder, token)
  const known = { host: hostname(), owner: toProcess(process.pid), address, token }
  const write = (note: NotedCommand): void => {
    try {
      mkdirSync(folder, { recursive: true })
      writeFileSync(path, JSON.stringify(note), { mode: 0o600 })
    } catch {
      // Then it is left running where we are killed.
    }
  }
  write(known)
  return { token, started: (pid) => write({ ...known, shell: toProcess(pid) }), remove: () => rmSync(path, { force: true }) }
}

function toProcess(pid: number): Process {
  return { pid, start: startOf(pid) }
}

/**
 * Ends what processes of this machine that were killed have left running, so that nobody writes to outputs beside the stage that is run next: SIGTERM, and SIGKILL after five
 * seconds. Tells of each before. Throws RESOURCE_CONFLICT where one can not be ended.
 */
export async function endLeftCommands(folder: string, tell: (address: string, pid: number) => void): Promise<void> {
  for (const name of list(folder)) {
    const path = join(folder, name)
    const note = read(path)
    // One that is being written is of somebody who is there.
    if (note === undefined || note.host !== hostname() || isThere(note.owner)) continue
    const [first, ...others] = processesOf(note)
    // We are of what it has started ourselves, in a terminal for example.
    if (first === process.pid || others.includes(process.pid)) continue
    if (first !== undefined) tell(note.address, first)
    await end(note)
    rmSync(path, { force: true })
  }
}

async function end(note: NotedCommand): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const deadline = Date.now() + GRACE
    for (let left = processesOf(note), isFirst = true; left.length > 0 && Date.now() < deadline; left = processesOf(note)) {
      // One that is started meanwhile is killed as well, and asked only once.
      if (isFirst || signal === 'SIGKILL') for (const pid of left) kill(pid, signal)
      isFirst = false
      await sleep(PAUSE)
    }
  }
  const [left] = processesOf(note)
  if (left === undefined) return
  throw new RepriseError('RESOURCE_CONFLICT', `The stage '${note.address}' is still run by the process ${left}, which can not be ended.`, {
    hint: 'A `repro` that was killed has left it. End it, then try again.',
  })
}

function processesOf({ token, shell }: NotedCommand): number[] {
  const marked = findByVariable(`${COMMAND_VARIABLE}=${token}`)
  const started = shell !== undefined && isThere(shell) ? [shell.pid, ...findDescendants(shell.pid)] : []
  return [...new Set([...marked, ...started])]
}

function isThere({ pid, start }: Process): boolean {
  const now = startOf(pid)
  return now === undefined || start === undefined ? isAlive(pid) : now === start
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended by itself, or is another user's, which is told of in the end.
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function read(path: string): NotedCommand | undefined {
  try {
    const note = JSON.parse(readFileSync(path, 'utf8')) as Partial<NotedCommand>
    const { host, owner, address, token } = note
    const isWhole = typeof host === 'string' && typeof owner?.pid === 'number' && typeof address === 'string' && typeof token === 'string'
    return isWhole ? (note as NotedCommand) : undefined
  } catch {
    return undefined
  }
}
