import { posix } from 'node:path'
import type { OpenRemoteFile, RemoteFile } from '../remote-folder.ts'
import { readOn } from '../resume.ts'
import type { Gdrive } from './connect.ts'
import { readAnswer, toGdriveError } from './errors.ts'
import type { Item, Items } from './items.ts'

/** The file at a path; the one with the lowest id, as DVC takes it, where there are several. */
export async function findFiles(items: Items, path: string): Promise<readonly Item[]> {
  const folder = posix.dirname(path)
  const folders = await items.folders(folder === '.' ? '' : folder)
  const found = folders.length === 0 ? [] : await items.named(folders, posix.basename(path))
  return found.filter(({ isFolder }) => !isFolder).toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

export function toFile(path: string, { size, md5 }: Pick<Item, 'size' | 'md5'>): RemoteFile {
  return { path, size, etag: md5 }
}

export async function openFile(
  gdrive: Gdrive,
  items: Items,
  { path, acknowledgeAbuse }: { path: string; acknowledgeAbuse: boolean },
): Promise<OpenRemoteFile | undefined> {
  const what = `${path} can not be read`
  const [item] = await findFiles(items, path)
  if (item === undefined) return undefined
  // The content of an id may be replaced: whoever reads compares the digest.
  const openAt = async (position: number): Promise<AsyncIterable<Uint8Array> | undefined> => {
    try {
      const params = { fileId: item.id, alt: 'media' as const, supportsAllDrives: true, ...(acknowledgeAbuse ? { acknowledgeAbuse } : {}) }
      const headers = position === 0 ? {} : { range: `bytes=${position}-` }
      const { data } = await gdrive.attempt(what, () => gdrive.files.get(params, { responseType: 'stream', headers }))
      return data
    } catch (error) {
      if (readAnswer(error instanceof Error ? error.cause : error).status === 404) return undefined
      throw error
    }
  }
  return {
    ...toFile(path, item),
    read: () => readOn({ path, size: item.size, openAt, explain: (error) => toGdriveError(error, what) }),
    close: () => undefined,
  }
}
