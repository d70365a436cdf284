import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A disk of a few megabytes, in memory. Disposing of it frees it. */
export interface SmallDisk extends Disposable {
  /** Where programs that are started with {@link SmallDisk.within} see it. */
  readonly path: string
  /** The words before a command that let it see the disk: none where this process may mount, which then sees it, too. */
  readonly within: readonly string[]
  /** Takes all space that is left. */
  fill(): void
  /** Gives that space back. */
  empty(): void
  makeReadOnly(): void
}

/** `alone`, or with the words before `mount` that make it work. `namespace`: only the programs of a mount namespace of its own see it. */
type Means = { readonly kind: 'mount'; readonly as: readonly string[] } | { readonly kind: 'namespace' }

/** Mounts one at a folder that is made for it, by whatever means this machine allows; `findSmallDisk` says whether any is. */
export async function mountSmallDisk(path: string, { megabytes = 8 }: { readonly megabytes?: number } = {}): Promise<SmallDisk> {
  mkdirSync(path, { recursive: true })
  const means = findMeans()
  if (means === undefined) throw new Error('No small disk can be mounted here.')
  return means.kind === 'mount' ? mountFor(path, megabytes, means.as) : mountInNamespace(path, megabytes)
}

/** Why there can be none here, in the form that `requirePart` takes. */
export function findSmallDisk(): { readonly reason?: string } {
  return findMeans() === undefined ? { reason: 'neither root nor a user namespace (unshare -Urm) may mount one' } : {}
}

const mountWords = (path: string, megabytes: number): string[] => {
  const [user, group] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0]
  return ['mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755,uid=${user},gid=${group}`, 'tmpfs', path]
}

let found: Means | 'none' | undefined

/** Each means is tried on a folder of its own. */
function findMeans(): Means | undefined {
  const path = mkdtempSync(join(tmpdir(), 'reprise-disk-'))
  const works = (...words: readonly string[]): boolean => spawnSync(words[0] ?? '', words.slice(1)).status === 0
  const mounts = (as: readonly string[]): boolean => works(...as, ...mountWords(path, 1)) && works(...as, 'umount', path)
  const inNamespace = (): boolean => works('nsenter', '--version') && works(...NAMESPACE, 'mount', '-t', 'tmpfs', 'tmpfs', path)
  const try_ = (): Means | undefined => {
    for (const as of [[], ['sudo', '-n']]) if (mounts(as)) return { kind: 'mount', as }
    return inNamespace() ? { kind: 'namespace' } : undefined
  }
  found ??= try_() ?? 'none'
  rmSync(path, { recursive: true, force: true })
  return found === 'none' ? undefined : found
}

function mountFor(path: string, megabytes: number, as: readonly string[]): SmallDisk {
  const run = (...words: readonly string[]): void => void execFileSync(words[0] ?? '', words.slice(1), { stdio: 'pipe' })
  run(...as, ...mountWords(path, megabytes))
  return {
    path,
    within: [],
    ...spaceOf(path),
    makeReadOnly: () => run(...as, 'mount', '-o', 'remount,bind,ro', path),
    // Lazily: a process may still be on its way out.
    [Symbol.dispose]: () => run(...as, 'umount', '-l', path),
  }
}

const NAMESPACE = ['unshare', '--user', '--map-root-user', '--mount'] as const

/** The namespace lives as long as a program in it does; this one ends when its standard input does, with this process at the latest. */
async function mountInNamespace(path: string, megabytes: number): Promise<SmallDisk> {
  const script = 'mount -t tmpfs -o "size=$1m,mode=0755" tmpfs "$2" && echo mounted && exec cat'
  const [command, ...words] = [...NAMESPACE, 'sh', '-c', script, 'sh', String(megabytes), path] as const
  const holder = spawn(command, words, { stdio: ['pipe', 'pipe', 'inherit'] })
  await new Promise<void>((resolve, reject) => {
    holder.stdout.once('data', () => resolve())
    holder.once('exit', (code) => reject(new Error(`The small disk could not be mounted: ${code}.`)))
    holder.once('error', reject)
  })
  const within = ['nsenter', '--preserve-credentials', '--user', '--mount', `--target=${holder.pid}`]
  return {
    path,
    within,
    ...spaceOf(join('/proc', String(holder.pid), 'root', path)),
    makeReadOnly: () => void execFileSync('nsenter', [...within.slice(1), 'mount', '-o', 'remount,bind,ro', path], { stdio: 'pipe' }),
    [Symbol.dispose]: () => void holder.stdin.end(),
  }
}

function spaceOf(path: string): Pick<SmallDisk, 'fill' | 'empty'> {
  const ballast = `${path}/ballast`
  return { fill: () => fill(ballast), empty: () => rmSync(ballast) }
}

function fill(file: string): void {
  const opened = openSync(file, 'w')
  try {
    for (let size = 1 << 20; size >= 512; size /= 2) writeUntilFull(opened, new Uint8Array(size))
  } finally {
    closeSync(opened)
  }
}

function writeUntilFull(file: number, bytes: Uint8Array): void {
  try {
    for (;;) if (writeSync(file, bytes) < bytes.length) return
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}
