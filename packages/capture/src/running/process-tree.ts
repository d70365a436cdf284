import { readFileSync, readdirSync } from 'node:fs'

/** What a process and its descendants use, in bytes and milliseconds. What the system does not tell is 0. */
export interface TreeUse {
  readonly processes: readonly number[]
  readonly memory: number
  readonly userCpu: number
  readonly systemCpu: number
  readonly bytesRead: number
  readonly bytesWritten: number
}

/** Linux counts processor time in hundredths of a second, whatever the kernel's own clock is. */
const TICK = 10
const PAGE = 4096

/** Reads /proc; undefined on other systems, and when the process is gone. Counts descendants that were waited for. */
export function measureTree(pid: number): TreeUse | undefined {
  if (process.platform !== 'linux') return undefined
  const processes = listTree(pid)
  const uses = processes.flatMap((each) => measureProcess(each) ?? [])
  if (uses.length === 0) return undefined
  const sum = (field: keyof ProcessUse): number => uses.reduce((total, use) => total + use[field], 0)
  return {
    processes,
    memory: sum('memory'),
    userCpu: sum('userCpu'),
    systemCpu: sum('systemCpu'),
    bytesRead: sum('bytesRead'),
    bytesWritten: sum('bytesWritten'),
  }
}

/** Processor time of all children of this process that were waited for, and theirs. */
export function measureWaitedChildren(): { userCpu: number; systemCpu: number } | undefined {
  const stat = readStat('self')
  return stat === undefined ? undefined : { userCpu: (stat[13] ?? 0) * TICK, systemCpu: (stat[14] ?? 0) * TICK }
}

interface ProcessUse {
  readonly memory: number
  readonly userCpu: number
  readonly systemCpu: number
  readonly bytesRead: number
  readonly bytesWritten: number
}

function measureProcess(pid: number): ProcessUse | undefined {
  const stat = readStat(pid)
  if (stat === undefined) return undefined
  const io = readOrNothing(`/proc/${pid}/io`) ?? ''
  const bytes = (name: string): number => Number(new RegExp(`^${name}: (\\d+)`, 'm').exec(io)?.[1] ?? 0)
  return {
    memory: (stat[21] ?? 0) * PAGE,
    userCpu: ((stat[11] ?? 0) + (stat[13] ?? 0)) * TICK,
    systemCpu: ((stat[12] ?? 0) + (stat[14] ?? 0)) * TICK,
    bytesRead: bytes('read_bytes'),
    bytesWritten: bytes('write_bytes'),
  }
}

/** The fields after the name, which may hold anything: [0] is the state, [11] to [14] the times, [21] the resident pages. */
function readStat(pid: number | 'self'): number[] | undefined {
  const text = readOrNothing(`/proc/${pid}/stat`)
  return text
    ?.slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
}

function listTree(root: number): number[] {
  const found = [root]
  for (let index = 0; index < found.length; index++) found.push(...childrenOf(found[index] ?? root))
  return found
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) => numbersIn(readOrNothing(`/proc/${pid}/task/${thread}/children`)))
  } catch {
    return []
  }
}

function numbersIn(text: string | undefined): number[] {
  return (text ?? '').split(' ').flatMap((word) => (word.trim() === '' ? [] : [Number(word)]))
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
