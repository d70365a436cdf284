import { readFile } from 'node:fs/promises'

export interface ProcessMemory {
  /** Bytes resident, files that are mapped included. */
  readonly resident: number
  /** Bytes resident that no file backs: what the process has allocated. */
  readonly anonymous: number
  /** The highest `resident` so far. */
  readonly peak: number
}

/** What Linux says a process holds; undefined on other systems. */
export async function readMemory(pid: number): Promise<ProcessMemory | undefined> {
  if (process.platform !== 'linux') return undefined
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const read = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1024
  return { resident: read('VmRSS'), anonymous: read('RssAnon'), peak: read('VmHWM') }
}
