import { join } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { isAlive } from './is-alive.ts'
import { type LockOptions, takeLock } from './repository-lock.ts'
import { type Owner, type PathLocks, readPathLocks, writePathLocks } from './rwlock-file.ts'

export interface PathLockOptions extends Pick<LockOptions, 'isHardlink' | 'signal'> {
  /** How the process is told of to others: `dvc repro`. */
  readonly cmd: string
  /**
   * Whether the caller has the repository's turn from before until after. Others look into the list in their turns only, so nothing has to stand in it:
   * it is enough that nobody else has the paths, as one has whose command runs.
   */
  readonly isAlone?: boolean | undefined
  /** Default: this process. */
  readonly pid?: number | undefined
  /** Told of owners that had died and were removed, in DVC's words. */
  readonly onWarning?: ((message: string) => void) | undefined
  /** A path as it is told of; default: as it is. */
  readonly show?: ((path: string) => string) | undefined
}

/** Paths that are held for reading and writing. */
export interface HeldPaths extends AsyncDisposable {
  release(): Promise<void>
}

/** Absolute paths of files and folders; a folder stands for all that is in it. */
export interface PathsToHold {
  readonly read: readonly string[]
  readonly write: readonly string[]
}

/**
 * Says in `.dvc/tmp/rwlock` that paths are read or written, so that no other process writes what we read, or touches what we write. Owners
 * that have died do not count and are removed. Throws RESOURCE_CONFLICT, in DVC's words, when a path is another's.
 */
export async function holdPaths(folder: string, paths: PathsToHold, options: PathLockOptions): Promise<HeldPaths> {
  if (options.isAlone === true && areFree(folder, paths)) return { release: noChange, [Symbol.asyncDispose]: noChange }
  const info: Owner = { pid: options.pid ?? process.pid, cmd: options.cmd }
  const changes = await edit(folder, options, (locks) => {
    clear(locks, { mode: 'write', waiters: [...paths.read, ...paths.write], info }, { folder, options })
    clear(locks, { mode: 'read', waiters: paths.write, info }, { folder, options })
    dropDeadReaders(locks, paths.read)
    return { read: acquireRead(locks, info, paths.read), write: acquireWrite(locks, info, paths.write) }
  })
  let isHeld = true
  const release = async (): Promise<void> => {
    if (!isHeld) return
    isHeld = false
    await edit(folder, { ...options, signal: undefined }, (locks) => {
      releaseWrite(locks, info, changes.write)
      releaseRead(locks, info, changes.read)
    })
  }
  return { release, [Symbol.asyncDispose]: release }
}

async function noChange(): Promise<void> {}

/** Whether nobody is said to have any of the paths; false where that can not be read, as for a moment while somebody writes it. */
function areFree(folder: string, { read, write }: PathsToHold): boolean {
  const file = join(folder, 'rwlock')
  try {
    const locks = readPathLocks(file, file)
    const isTaken = (held: Iterable<string>, waiters: readonly string[]): boolean =>
      [...held].some((path) => waiters.some((waiter) => overlaps(waiter, path)))
    const all = [...read, ...write]
    return !isTaken(locks.write?.keys() ?? [], all) && !isTaken(locks.read?.keys() ?? [], all)
  } catch {
    return false
  }
}

/** Edits of one process follow each other here, since its own lock would make it wait half a second at a time. */
const turns = new Map<string, Promise<unknown>>()

async function edit<T>(folder: string, options: PathLockOptions, change: (locks: PathLocks) => T): Promise<T> {
  const before = turns.get(folder) ?? Promise.resolve()
  const turn = before.then(() => editAlone(folder, options, change))
  const settled = turn.catch(() => undefined)
  turns.set(folder, settled)
  try {
    return await turn
  } finally {
    if (turns.get(folder) === settled) turns.delete(folder)
  }
}

async function editAlone<T>(folder: string, options: PathLockOptions, change: (locks: PathLocks) => T): Promise<T> {
  const { isHardlink, signal, show = (path) => path } = options
  const file = join(folder, 'rwlock')
  using _guard = await takeLock(join(folder, 'rwlock.lock'), { isHardlink, signal })
  const locks = readPathLocks(file, show(file))
  const result = change(locks)
  writePathLocks(file, locks)
  return result
}

interface Wait {
  readonly mode: 'read' | 'write'
  readonly waiters: readonly string[]
  readonly info: Owner
}

/** Removes owners that have died from what overlaps; throws where one lives. */
function clear(locks: PathLocks, { mode, waiters, info }: Wait, { folder, options }: { folder: string; options: PathLockOptions }): void {
  const held = [...(locks[mode] ?? [])].map(([path, owners]): [string, Owner[]] => [path, Array.isArray(owners) ? owners : [owners]])
  const { show = (path: string) => path } = options
  const dead = new Set<number>()
  for (const [path, owners] of held) {
    const waiter = waiters.find((one) => overlaps(one, path))
    if (waiter === undefined) continue
    const others = owners.filter((owner) => !isSame(owner, info))
    const blockers = others.filter(({ pid }) => !dead.has(pid) && isAlive(pid))
    if (blockers.length > 0) throw busy(waiter, blockers, folder)
    for (const owner of others) {
      if (!dead.has(owner.pid)) {
        options.onWarning?.(
          `Process '${owner.cmd}' with (Pid ${owner.pid}), in RWLock-file '${show(path)}' had been killed. Auto removed it from the lock file.`,
        )
      }
      dead.add(owner.pid)
      if (mode === 'read') releaseRead(locks, owner, [path])
      else releaseWrite(locks, owner, [path])
    }
  }
}

/** They keep nobody from reading, but would stay for ever, until another process has their number. */
function dropDeadReaders(locks: PathLocks, paths: readonly string[]): void {
  for (const path of paths) for (const owner of locks.read?.get(path) ?? []) if (!isAlive(owner.pid)) releaseRead(locks, owner, [path])
}

function busy(waiter: string, blockers: readonly Owner[], folder: string): RepriseError {
  const who = blockers.map(({ pid, cmd }) => `  (PID ${pid}): ${cmd}`).join('\n')
  const hint = `If there are no processes with such PIDs, you can manually remove '${folder}/rwlock' and try again.`
  return new RepriseError('RESOURCE_CONFLICT', `'${waiter}' is busy, it is being blocked by:\n${who}\n\n${hint}`)
}

/** Whether one is the other or a folder above it. */
function overlaps(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`)
}

function isSame(a: Owner, b: Owner): boolean {
  return a.pid === b.pid && a.cmd === b.cmd
}

function acquireRead(locks: PathLocks, info: Owner, paths: readonly string[]): string[] {
  locks.read ??= new Map()
  const { read } = locks
  return paths.filter((path) => {
    const readers = read.get(path) ?? []
    if (readers.some((one) => isSame(one, info))) return false
    read.set(path, [...readers, info])
    return true
  })
}

function acquireWrite(locks: PathLocks, info: Owner, paths: readonly string[]): string[] {
  locks.write ??= new Map()
  const { write } = locks
  return paths.filter((path) => {
    const owner = write.get(path)
    if (owner !== undefined && isSame(owner, info)) return false
    write.set(path, info)
    return true
  })
}

function releaseWrite(locks: PathLocks, info: Owner, paths: readonly string[]): void {
  for (const path of paths) {
    const owner = locks.write?.get(path)
    if (owner !== undefined && isSame(owner, info)) locks.write?.delete(path)
  }
  if (paths.length > 0 && locks.write?.size === 0) locks.write = undefined
}

function releaseRead(locks: PathLocks, info: Owner, paths: readonly string[]): void {
  for (const path of paths) {
    const left = (locks.read?.get(path) ?? []).filter((one) => !isSame(one, info))
    if (left.length === 0) locks.read?.delete(path)
    else locks.read?.set(path, left)
  }
  if (paths.length > 0 && locks.read?.size === 0) locks.read = undefined
}
