import { createHash } from 'node:crypto'
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where a file was kept: a hint, about which only the server knows for certain. */
export interface KeptPlace {
  readonly run: string
  readonly path: string
}

/** The pack of a commit's code, which has the same bytes for every run. */
export interface KeptBase {
  readonly sha256: string
  readonly size: number
}

/** What this user has kept on one server, by digest. Trouble with its file means uploads, nothing else. */
export interface KeptCache {
  find(sha256: string): KeptPlace | undefined
  add(sha256: string, place: KeptPlace): void
  /** The pack of a commit, to be found by its digest. */
  findBase(commit: string): KeptBase | undefined
  addBase(commit: string, base: KeptBase): void
}

/** Lines beyond which the older half is forgotten. */
const MOST = 20_000

/** Opens the cache of a server, `kept-<digest of the address>` in this folder, one line `digest run path` each, the newest last; `commit-<id> digest size` for packs. */
export function openKeptCache(server: string, folder: string): KeptCache {
  const file = join(folder, `kept-${createHash('sha256').update(server).digest('hex').slice(0, 16)}`)
  let places: Map<string, KeptPlace> | undefined
  const load = (): Map<string, KeptPlace> => (places ??= readPlaces(file))
  const add = (key: string, place: KeptPlace): void => {
    load().set(key, place)
    if (/\s/.test(place.path)) return
    try {
      mkdirSync(folder, { recursive: true })
      appendFileSync(file, `${key} ${place.run} ${place.path}\n`)
    } catch {
      // Then the next run uploads it again.
    }
  }
  return {
    find: (sha256) => load().get(sha256),
    add: (sha256, place) => add(sha256, place),
    findBase: (commit) => {
      const { run: sha256, path: size } = load().get(`commit-${commit}`) ?? {}
      return sha256 === undefined ? undefined : { sha256, size: Number(size) }
    },
    addBase: (commit, { sha256, size }) => add(`commit-${commit}`, { run: sha256, path: String(size) }),
  }
}

function readPlaces(file: string): Map<string, KeptPlace> {
  const places = new Map<string, KeptPlace>()
  try {
    const lines = readFileSync(file, 'utf8').split('\n')
    if (lines.length > MOST) writeFileSync(file, lines.slice(-MOST / 2).join('\n'))
    for (const line of lines) {
      const [sha256 = '', run = '', path = ''] = line.split(' ')
      if (path !== '') places.set(sha256, { run, path })
    }
  } catch {
    // There is none yet.
  }
  return places
}
