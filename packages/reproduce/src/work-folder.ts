import { mkdir, mkdtemp, readdir, readFile, realpath, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { RepriseError } from '@reprise/protocol'

/** A folder in which a run is restored. */
export interface WorkFolder {
  readonly path: string
  /** Whether it is there when everything is done. */
  readonly stays: boolean
  /** Whether it was not there before. */
  readonly isNew?: boolean
  /** The file beside it that says who is at work. */
  readonly mark?: string
}

const PREFIX = 'reprise-restored-'
/** Says which process made the folder. */
const OWNER = '.owner'
/** Beside a named folder, the same. */
const MARK = '.restoring'

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
  if (dir !== undefined) return openNamedFolder(dir)
  await sweepWorkFolders(tmpdir())
  const path = await realpath(await mkdtemp(join(tmpdir(), PREFIX)))
  // A folder that is kept belongs to the user: nobody sweeps it.
  await writeFile(join(path, OWNER), keep ? 'kept' : describeProcess(process.pid))
  return { path, stays: keep }
}

/**
 * Takes a folder that is empty or not there. Until {@link closeNamedFolder}, a file beside it says who is at work: what a process left half done that
 * was killed is deleted by the next that is given the folder.
 */
export async function openNamedFolder(dir: string): Promise<WorkFolder> {
  const path = resolve(dir)
  const owner = await readFile(path + MARK, 'utf8').catch(() => '')
  if (isGone(owner)) await emptyFolder({ path })
  await assertEmpty(path)
  const isThere = await stat(path).then(
    () => true,
    () => false,
  )
  try {
    await mkdir(path, { recursive: true })
  } catch (error) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `The folder ${path} can not be made (${(error as NodeJS.ErrnoException).code}).`, {
      cause: error,
      hint: 'Name one where you may write.',
    })
  }
  // Without it a killed process leaves its folder to the user.
  await writeFile(path + MARK, describeProcess(process.pid)).catch(() => undefined)
  return { path: await realpath(path), stays: true, isNew: !isThere, mark: path + MARK }
}

/** All is done, or nothing is left of it. */
export async function closeNamedFolder({ path, isNew = false, mark }: WorkFolder, { isDone }: { readonly isDone: boolean }): Promise<void> {
  if (!isDone) await emptyFolder({ path })
  if (!isDone && isNew) await rmdir(path).catch(() => undefined)
  if (mark !== undefined) await rm(mark, { force: true }).catch(() => undefined)
}

/** Deletes everything in it: it was empty when it was opened. */
async function emptyFolder({ path }: Pick<WorkFolder, 'path'>): Promise<void> {
  const names = await readdir(path).catch(() => [])
  await Promise.all(names.map(async (name) => rm(join(path, name), { recursive: true, force: true, maxRetries: 5 })))
}

/** Deletes the folders of processes that are no more. Never rejects: what can not be deleted stays for the next time. */
async function sweepWorkFolders(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((each) => each.startsWith(PREFIX))) {
    const path = join(folder, name)
    const owner = await readFile(join(path, OWNER), 'utf8').catch(() => '')
    const state = await stat(path).catch(() => undefined)
    const isLeft = state?.uid === process.getuid?.() && isGone(owner)
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
async function assertEmpty(path: string): Promise<void> {
  const names = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw new RepriseError('INVALID_PARAMETER_VALUE', `The folder ${path} can not be used (${error.code ?? error.message}).`, {
      cause: error,
    })
  })
  if (names.length > 0) throw new RepriseError('RESOURCE_ALREADY_EXISTS', `The folder ${path} is not empty.`, { hint: 'Name a new one.' })
}
