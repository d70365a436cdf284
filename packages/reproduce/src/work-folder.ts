import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { RepriseError } from '@reprise/protocol'

/** A folder in which a run is restored. */
export interface WorkFolder {
  readonly path: string
  /** Whether it is there when everything is done. */
  readonly stays: boolean
}

const PREFIX = 'reprise-reproduce-'
/** Says which process made the folder. */
const OWNER = '.owner'
/** Milliseconds that a folder without an owner may be waiting for one. */
const YOUNG = 60_000

/**
 * Makes a temporary folder, or takes the one that is named, which is empty or not there and always stays. What processes that were killed
 * left behind is deleted first.
 */
export async function openWorkFolder({
  dir,
  keep = false,
}: {
  readonly dir?: string | undefined
  readonly keep?: boolean
}): Promise<WorkFolder> {
  if (dir !== undefined) {
    const path = resolve(dir)
    await assertEmpty(path)
    await mkdir(path, { recursive: true })
    return { path: await realpath(path), stays: true }
  }
  await sweepWorkFolders(tmpdir())
  const path = await realpath(await mkdtemp(join(tmpdir(), PREFIX)))
  // A folder that is kept belongs to the user: nobody sweeps it.
  await writeFile(join(path, OWNER), keep ? 'kept' : describeProcess(process.pid))
  return { path, stays: keep }
}

/** Deletes everything in it: it was empty when it was opened. */
export async function emptyFolder({ path }: Pick<WorkFolder, 'path'>): Promise<void> {
  const names = await readdir(path).catch(() => [])
  await Promise.all(names.map(async (name) => rm(join(path, name), { recursive: true, force: true, maxRetries: 5 })))
}

/** Deletes the folders of processes that are no more. Never rejects: what can not be deleted stays for the next time. */
export async function sweepWorkFolders(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((each) => each.startsWith(PREFIX))) {
    const path = join(folder, name)
    const [state, owner] = await Promise.all(
      [stat(path), readFile(join(path, OWNER), 'utf8')].map(async (each) => each.catch(() => undefined)),
    )
    if (typeof state !== 'object' || state.uid !== process.getuid?.()) continue
    const isLeft = typeof owner === 'string' && owner !== '' ? isGone(owner) : Date.now() - state.mtimeMs > YOUNG
    if (isLeft) await rm(path, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** Its number, and when it was started: numbers are used again. */
function describeProcess(pid: number): string {
  return `${pid} ${startOf(pid) ?? ''}`
}

function isGone(owner: string): boolean {
  const [, pid] = /^(\d+) /.exec(owner) ?? []
  return pid !== undefined && owner !== describeProcess(Number(pid)) && !(startOf(process.pid) === undefined && isAlive(Number(pid)))
}

/** In ticks since the machine was started; undefined where there is no /proc, or no such process. */
function startOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Throws RESOURCE_ALREADY_EXISTS for a folder that holds anything: nothing of the user's is overwritten. */
export async function assertEmpty(path: string): Promise<void> {
  const names = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw new RepriseError('INVALID_PARAMETER_VALUE', `The folder ${path} can not be used (${error.code ?? error.message}).`, {
      cause: error,
    })
  })
  if (names.length > 0) throw new RepriseError('RESOURCE_ALREADY_EXISTS', `The folder ${path} is not empty.`, { hint: 'Name a new one.' })
}
