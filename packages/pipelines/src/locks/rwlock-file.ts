import { readFileSync } from 'node:fs'
import { RepriseError } from '@reprise/protocol/errors'
import { isMapping, isSequence, jsonDumps, jsonLoads, type Value } from '../python/index.ts'
import { replaceFile, toFileError } from '../paths/index.ts'

/** Who works on a path. */
export interface Owner {
  readonly pid: number
  readonly cmd: string
}

/** `.dvc/tmp/rwlock`: which absolute paths are written and read, and by whom. */
export interface PathLocks {
  /** Kept out of the file when a release has emptied it, as DVC does. */
  write: Map<string, Owner> | undefined
  read: Map<string, Owner[]> | undefined
}

/** Reads the file; one that is missing is empty. Throws DATA_LOSS for what is damaged; `name` is how it is told of. */
export function readPathLocks(path: string, name: string): PathLocks {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { write: new Map(), read: new Map() }
    throw toFileError(error, path)
  }
  return toPathLocks(parse(text, name), name)
}

export function writePathLocks(path: string, { write, read }: PathLocks): void {
  const toOwner = ({ pid, cmd }: Owner): Value =>
    new Map<string, Value>([
      ['pid', BigInt(pid)],
      ['cmd', cmd],
    ])
  const value = new Map<string, Value>()
  if (write !== undefined) value.set('write', new Map([...write].map(([key, owner]) => [key, toOwner(owner)])))
  if (read !== undefined) value.set('read', new Map([...read].map(([key, owners]) => [key, owners.map(toOwner)])))
  replaceFile(path, jsonDumps(value))
}

function parse(text: string, name: string): Value {
  try {
    return jsonLoads(text, name)
  } catch (error) {
    const why = (error instanceof Error ? error.message : String(error)).replace(/^.* is corrupted: /, '')
    throw new RepriseError('DATA_LOSS', `Unable to read RWLock-file '${name}'. JSON structure is corrupted: ${why}`, {
      hint: `Remove ${name} when no other process works on this project.`,
      cause: error,
    })
  }
}

function toPathLocks(value: Value, name: string): PathLocks {
  const bad = (): RepriseError =>
    new RepriseError('DATA_LOSS', `RWLock-file '${name}' format error.`, {
      hint: `Remove ${name} when no other process works on this project.`,
    })
  if (!isMapping(value)) throw bad()
  const { write, read, ...rest } = Object.fromEntries(value) as Readonly<Record<string, Value | undefined>>
  if (Object.keys(rest).length > 0 || (write !== undefined && !isMapping(write)) || (read !== undefined && !isMapping(read))) throw bad()
  const toOwner = (one: Value): Owner => {
    const [pid, cmd] = isMapping(one) && one.size === 2 ? [one.get('pid'), one.get('cmd')] : []
    if (typeof pid !== 'bigint' || typeof cmd !== 'string') throw bad()
    return { pid: Number(pid), cmd }
  }
  const toOwners = (one: Value): Owner[] => {
    if (!isSequence(one)) throw bad()
    return [...one].map(toOwner)
  }
  const entries = (map: Value | undefined): [string, Value][] =>
    isMapping(map) ? [...map].map(([key, one]) => [typeof key === 'string' ? key : '', one]) : []
  return {
    write: new Map(entries(write).map(([key, one]) => [key, toOwner(one)])),
    read: new Map(entries(read).map(([key, one]) => [key, toOwners(one)])),
  }
}
