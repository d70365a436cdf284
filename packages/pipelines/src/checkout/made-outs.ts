import { createHash } from 'node:crypto'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type HashName, makeFolder } from '../cache/index.ts'
import { temporaryPath } from '../cache/temporary-name.ts'
import { relativeBelow } from '../paths/index.ts'

/** What an out was when it was last taken in or checked out. */
export interface MadeOut {
  readonly oid: string
  readonly hash: HashName
}

/**
 * The outs that were made in a work tree: what stands where none is any more, and is unchanged, was left behind by another commit. Kept outside of
 * the repository; without it such files stay.
 */
export interface MadeOuts {
  /** By absolute path. */
  list(): ReadonlyMap<string, MadeOut>
  add(path: string, out: MadeOut): void
  remove(path: string): void
  /** Writes what has changed; where that can not be, what is left behind by another commit stays in the work tree. */
  save(): void
}

export function openMadeOuts(folder: string, root: string): MadeOuts {
  const file = join(folder, `${createHash('sha256').update(root).digest('hex').slice(0, 32)}.outs.json`)
  const changes = new Map<string, MadeOut | undefined>()
  const read = (): Map<string, MadeOut> => {
    const outs = readOuts(file)
    for (const [path, out] of changes) {
      if (out === undefined) outs.delete(path)
      else outs.set(path, out)
    }
    return outs
  }
  const change = (path: string, out: MadeOut | undefined): void => {
    const below = relativeBelow(root, path)
    if (below !== undefined && below !== '') changes.set(below, out)
  }
  return {
    list: () => new Map([...read()].map(([path, out]) => [join(root, path), out])),
    add: (path, { oid, hash }) => change(path, { oid, hash }),
    remove: (path) => change(path, undefined),
    save: () => {
      if (changes.size > 0) writeOuts(folder, file, read())
      changes.clear()
    },
  }
}

/** A file that is damaged or missing is an empty one. */
function readOuts(file: string): Map<string, MadeOut> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof value !== 'object' || value === null) return new Map()
    return new Map(Object.entries(value).filter((entry): entry is [string, MadeOut] => isMadeOut(entry[1])))
  } catch {
    return new Map()
  }
}

function writeOuts(folder: string, file: string, outs: ReadonlyMap<string, MadeOut>): void {
  const temporary = temporaryPath(folder)
  try {
    makeFolder(folder)
    writeFileSync(temporary, JSON.stringify(Object.fromEntries(outs)))
    renameSync(temporary, file)
  } catch {
    // A full disk or a home that is read-only: it is only convenience that is lost.
    rmSync(temporary, { force: true })
  }
}

function isMadeOut(value: unknown): value is MadeOut {
  if (typeof value !== 'object' || value === null) return false
  const { oid, hash } = value as Readonly<Record<string, unknown>>
  return typeof oid === 'string' && (hash === 'md5' || hash === 'md5-dos2unix')
}
