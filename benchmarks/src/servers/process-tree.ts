import { readdirSync, readFileSync } from 'node:fs'

const CLOCK_TICKS = 100
const PAGE = 4_096
const MEGABYTE = 1_048_576

/** Megabytes of a process and all it has started. */
export interface Memory {
  /** Proportional set size: pages that several processes map are counted by share, the Node.js program itself among them. */
  readonly pss: number
  /** Resident set size: shared pages count in full. */
  readonly resident: number
}

/** A process and all it has started, itself first. */
export function listTree(root: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? Number(statOf(Number(name))[1]) : Number.NaN
    if (parent > 0) children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const tree = [root]
  for (const pid of tree) tree.push(...(children.get(pid) ?? []))
  return tree
}

/** CPU seconds, user and system, of all threads so far; those of children that have ended included. */
export function readCpuSeconds(pids: readonly number[]): number {
  const ticks = pids.map((pid) =>
    statOf(pid)
      .slice(11, 15)
      .reduce((sum, field) => sum + Number(field), 0),
  )
  return ticks.reduce((sum, one) => sum + one, 0) / CLOCK_TICKS
}

export function readMemory(pids: readonly number[]): Memory {
  const pss = pids.reduce((sum, pid) => sum + Number(/^Pss: +(\d+)/m.exec(readOf(pid, 'smaps_rollup'))?.[1] ?? 0) / 1_024, 0)
  return { pss, resident: readResident(pids) }
}

/** Megabytes resident: cheap enough to be asked many times a second. */
export function readResident(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + (Number(readOf(pid, 'statm').split(' ')[1] ?? 0) * PAGE) / MEGABYTE, 0)
}

/** Bytes that were given to the file system so far, whether or not they have reached the disk. */
export function readWrittenBytes(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + Number(/^write_bytes: (\d+)/m.exec(readOf(pid, 'io'))?.[1] ?? 0), 0)
}

/** The fields after the name, which may hold spaces: state first. */
function statOf(pid: number): string[] {
  return readOf(pid, 'stat').split(') ').at(-1)?.split(' ') ?? []
}

/** Empty for a process that has just ended. */
function readOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
