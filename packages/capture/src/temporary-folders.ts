import { mkdtempSync, readdirSync, readlinkSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'

/** `run` has what the command itself uses, `code` what git uses for the snapshot. */
export type TemporaryKind = 'run' | 'code'

const ours = /^reprise-(run|code)-([\w.]+)-(\d+)-\w+$/
/** Milliseconds for which programs of a run whose recorder was killed may still use its folder. */
const SURVIVAL = 24 * 60 * 60 * 1_000

/** Makes a folder of our own in the system's for temporary files: its name tells whose it is, for those who find it when its owner was killed. */
export function makeTemporaryFolder(kind: TemporaryKind): string {
  return mkdtempSync(join(tmpdir(), `reprise-${kind}-${nameOfProcesses()}-${process.pid}-`))
}

/** Deletes what was left by recorders that were killed. Never rejects; of other users' and other machines' folders nothing is touched. */
export async function sweepTemporaryFolders(now: number = Date.now()): Promise<void> {
  const here = nameOfProcesses()
  for (const name of list(tmpdir())) {
    const [, kind, place, pid] = ours.exec(name) ?? []
    if (place !== here || isAlive(Number(pid))) continue
    const folder = join(tmpdir(), name)
    const age = now - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? now)
    if (kind === 'run' && age < SURVIVAL) continue
    await rm(folder, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** Among which processes a number means one: containers with numbers of their own may share the folder. */
function nameOfProcesses(): string {
  try {
    return readlinkSync('/proc/self/ns/pid').replace(/\D/g, '')
  } catch {
    return hostname().replace(/[^\w.]/g, '_')
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
