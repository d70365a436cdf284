import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { dvcObjectPaths } from '../dvc/object-paths.ts'
import type { DataSource, WantedFile } from './data-source.ts'
import { listNames } from './list-names.ts'
import { offerFile } from './offer-file.ts'

/** Files of a folder that are looked at, at most, when none lies where it should. */
const MOST_FILES = 200_000
/** Files of the right size that are hashed, at most. */
const MOST_HASHED = 100

/**
 * A folder that somebody named. The file is looked for by its path below it, whole or the end of it (a data set that was moved), by its
 * digest, in the layout of a DVC cache, and at last by its size among all files there.
 */
export function givenFolder(folder: string, md5Of: (wanted: WantedFile) => Promise<readonly string[]>): DataSource {
  let bySize: Promise<ReadonlyMap<number, readonly string[]>> | undefined
  return {
    name: `the folder ${folder}`,
    reach: 'machine',
    find: async function* (wanted) {
      const objects = dvcObjectPaths(await md5Of(wanted))
      const names = [...listNames(wanted), ...objects, ...objects.map((path) => `.dvc/cache/${path}`)]
      for (const name of names) {
        const offer = await offerFile(join(folder, name), wanted)
        if (offer !== undefined) yield offer
      }
      if (wanted.size === undefined) return
      const others = (await (bySize ??= listBySize(folder))).get(wanted.size) ?? []
      for (const path of others.slice(0, MOST_HASHED)) {
        const offer = await offerFile(path, wanted)
        if (offer !== undefined) yield offer
      }
    },
  }
}

async function listBySize(folder: string): Promise<ReadonlyMap<number, readonly string[]>> {
  const found = new Map<number, string[]>()
  const waiting = [folder]
  let seen = 0
  for (let place = waiting.pop(); place !== undefined && seen < MOST_FILES; place = waiting.pop()) {
    for (const entry of await readdir(place, { withFileTypes: true }).catch(() => [])) {
      const path = join(place, entry.name)
      if (entry.isDirectory()) waiting.push(path)
      if (!entry.isFile() || ++seen > MOST_FILES) continue
      const size = (await stat(path).catch(() => undefined))?.size
      if (size !== undefined) found.set(size, [...(found.get(size) ?? []), path])
    }
  }
  return found
}
