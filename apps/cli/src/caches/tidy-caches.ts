import { randomUUID } from 'node:crypto'
import { readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TIDIED } from './index.ts'

const DAY = 86_400_000
const MiB = 1_024 ** 2

/** What belongs together in the folder of caches, and how much of it is kept. */
interface Rule {
  /** Below the folder of caches; the topmost where it is not said. */
  readonly folder?: string
  /** What of a name says what it belongs to; the files of one are kept or removed together. Names that it does not match are left alone. */
  readonly name: RegExp
  /** Days after which what nobody has written is removed. */
  readonly days: number
  /** Bytes, and things, of which the oldest make room; clones are only counted. */
  readonly bytes: number
  readonly things: number
}

/**
 * All of it can be made again: `kept-` are places of files on servers, `digests-` and `checked-` those of manifests, `data` digests and outs of projects, `trees` lists of
 * folders, `clones` those of other repositories. Inputs, which have a bound of their own, and digests of stages, which forget by themselves, are no part of it.
 */
const rules: readonly Rule[] = [
  { name: /^(kept-[0-9a-f]{16})$/, days: 90, bytes: 64 * MiB, things: 500 },
  { name: /^(digests-[0-9a-f]{16})$/, days: 90, bytes: 2_048 * MiB, things: 1_000 },
  { name: /^(checked-[0-9a-f]{64})$/, days: 90, bytes: 64 * MiB, things: 5_000 },
  { folder: 'data', name: /^([0-9a-f]{32})\.(?:md5|dos2unix|outs\.json)$/, days: 365, bytes: 4_096 * MiB, things: 2_000 },
  { folder: 'data/trees', name: /^([0-9a-f]{32}\.dir)$/, days: 90, bytes: 256 * MiB, things: 20_000 },
  { folder: 'clones', name: /^([0-9a-f]{32}(?:\.\d+)?)$/, days: 90, bytes: Number.POSITIVE_INFINITY, things: 100 },
]

/** Days in which something is left alone whatever there is besides: another process may be using it. */
const FRESH = 1

/** Removes what is old, and of the rest the oldest until it is within bounds. Any number of processes may do it at once, and use the caches meanwhile. */
export function tidyCaches(folder: string, now: number): void {
  try {
    writeFileSync(join(folder, TIDIED), '')
  } catch {
    // There is no folder yet, or it can not be written: then there is nothing to tidy, or nobody can.
    return
  }
  for (const rule of rules) {
    const things = list(join(folder, rule.folder ?? ''), rule.name).toSorted((a, b) => b.time - a.time)
    let [bytes, count] = [0, 0]
    for (const thing of things) {
      bytes += thing.bytes
      count++
      const age = (now - thing.time) / DAY
      if (age > rule.days || (age > FRESH && (bytes > rule.bytes || count > rule.things))) for (const path of thing.paths) remove(path)
    }
  }
}

interface Thing {
  readonly paths: string[]
  bytes: number
  /** When any of it was last written, in milliseconds since 1970. */
  time: number
}

function list(folder: string, pattern: RegExp): Thing[] {
  const things = new Map<string, Thing>()
  for (const name of namesIn(folder)) {
    const [, key] = pattern.exec(name) ?? []
    const path = join(folder, name)
    const stats = key === undefined ? undefined : statSync(path, { throwIfNoEntry: false })
    if (key === undefined || stats === undefined) continue
    const thing = things.get(key) ?? { paths: [], bytes: 0, time: 0 }
    thing.paths.push(path)
    thing.bytes += stats.isFile() ? stats.size : 0
    // Git writes this one whenever it looks at where a clone came from.
    const fetched = stats.isDirectory() ? statSync(join(path, 'FETCH_HEAD'), { throwIfNoEntry: false }) : undefined
    thing.time = Math.max(thing.time, stats.mtimeMs, fetched?.mtimeMs ?? 0)
    things.set(key, thing)
  }
  return [...things.values()]
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** A folder gets another name first: who opens it from then on finds none, not a part of it. */
function remove(path: string): void {
  try {
    const gone = `${path}.removed-${randomUUID()}`
    renameSync(path, gone)
    rmSync(gone, { recursive: true, force: true })
  } catch {
    // Another process was at it.
  }
}
