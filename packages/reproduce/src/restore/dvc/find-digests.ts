import { createHash, randomUUID } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WantedFile } from '../sources/data-source.ts'
import { below, offerUrl } from '../sources/offer-url.ts'
import { dvcObjectPaths } from './object-paths.ts'
import { readDvcOutputs } from './read-outputs.ts'

/** Answers the MD5 digests under which DVC may have a file. */
export type FindDigests = (wanted: WantedFile) => Promise<readonly string[]>

/** Where objects of DVC may be. */
export interface DvcPlaces {
  readonly folders: readonly string[]
  readonly servers: readonly URL[]
}

/**
 * Looks in the DVC files of the restored code. Of a folder DVC has a list, an object by itself: it is got from one of `places`, and held
 * against its digest. Each list is read once.
 */
export function createFindDigests(root: string, places: () => Promise<DvcPlaces>, signal?: AbortSignal): FindDigests {
  const lists = new Map<string, Promise<ReadonlyMap<string, string>>>()
  return async ({ path }) => {
    if (path.startsWith('/')) return []
    const digests = new Set<string>()
    for (const output of await readDvcOutputs(root, path)) {
      if (!output.md5.endsWith('.dir')) {
        if (output.path === path) digests.add(output.md5)
      } else if (path.startsWith(`${output.path}/`)) {
        const list = lists.get(output.md5) ?? places().then(async (known) => readList(output.md5, known, signal))
        lists.set(output.md5, list)
        const md5 = (await list).get(path.slice(output.path.length + 1))
        if (md5 !== undefined) digests.add(md5)
      }
    }
    return [...digests]
  }
}

/** `[{"md5": …, "relpath": …}, …]`; empty where it is not to be had. */
async function readList(md5: string, { folders, servers }: DvcPlaces, signal?: AbortSignal): Promise<ReadonlyMap<string, string>> {
  for (const name of dvcObjectPaths([md5])) {
    for (const folder of folders) {
      const list = parseList(await readFile(join(folder, name)).catch(() => undefined), md5)
      if (list !== undefined) return list
    }
    for (const server of servers) {
      const list = parseList(await download(below(server, name), signal), md5)
      if (list !== undefined) return list
    }
  }
  return new Map()
}

function parseList(bytes: Buffer | undefined, md5: string): ReadonlyMap<string, string> | undefined {
  if (bytes === undefined || createHash('md5').update(bytes).digest('hex') !== md5.slice(0, 32)) return undefined
  const items = JSON.parse(bytes.toString()) as { readonly md5: string; readonly relpath: string }[]
  return new Map(items.filter((item) => /^[\da-f]{32}$/.test(item.md5)).map((item) => [item.relpath, item.md5]))
}

async function download(url: URL, signal: AbortSignal | undefined): Promise<Buffer | undefined> {
  const target = join(tmpdir(), `reprise-list-${randomUUID()}`)
  try {
    return (await offerUrl(url, {}, signal).save(target)) === undefined ? await readFile(target) : undefined
  } finally {
    await rm(target, { force: true })
  }
}
