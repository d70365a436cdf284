import type { drive_v3 } from '@googleapis/drive'
import { RepriseError } from '@reprise/protocol/errors'
import type { Gdrive } from './connect.ts'
import type { GdriveSettings } from './settings.ts'

const FOLDER = 'application/vnd.google-apps.folder'
const PAGE = 1_000
/** Folders that are asked for in one request. */
const TOGETHER = 40

export interface Item {
  readonly id: string
  readonly name: string
  readonly isFolder: boolean
  readonly size: number
  readonly md5: string | undefined
  readonly parent: string
}

/** Drive knows no paths, only ids, and several things in a folder may have one name. */
export interface Items {
  /** The ids of folders at a path of the remote, all of them; made when asked to and there is none. */
  folders(path: string, options?: { readonly isMade: boolean }): Promise<readonly string[]>
  /** What has this name in these folders. */
  named(folders: readonly string[], name: string): Promise<readonly Item[]>
  /** What is in these folders, page by page. */
  inside(folders: readonly string[]): AsyncGenerator<readonly Item[]>
}

export function createItems(gdrive: Gdrive, { root, path: base }: GdriveSettings): Items {
  const known = new Map<string, Promise<readonly string[]>>()
  let space: Promise<drive_v3.Params$Resource$Files$List> | undefined

  async function* query(q: string): AsyncGenerator<readonly Item[]> {
    const where = await (space ??= findSpace(gdrive, root))
    for (let pageToken: string | undefined; ;) {
      const fields = 'nextPageToken,files(id,name,mimeType,size,md5Checksum,parents)'
      const asked = { ...where, q, fields, pageSize: PAGE, ...(pageToken === undefined ? {} : { pageToken }) }
      const { data } = await gdrive.attempt(`${gdrive.url} can not be listed`, () => gdrive.files.list(asked))
      yield (data.files ?? []).map(toItem)
      pageToken = data.nextPageToken ?? undefined
      if (pageToken === undefined) return
    }
  }
  async function* inside(folders: readonly string[], more = ''): AsyncGenerator<readonly Item[]> {
    for (let at = 0; at < folders.length; at += TOGETHER) {
      const parents = folders.slice(at, at + TOGETHER).map((id) => `'${id}' in parents`)
      yield* query(`(${parents.join(' or ')}) and trashed = false${more}`)
    }
  }
  const named = async (folders: readonly string[], name: string): Promise<readonly Item[]> => {
    const found: Item[] = []
    // Drive compares names without regard to case.
    for await (const items of inside(folders, ` and name = '${escape(name)}'`)) found.push(...items.filter((item) => item.name === name))
    return found
  }
  /** @param path from the root, '' for itself */
  const resolve = async (path: string, isMade: boolean): Promise<readonly string[]> => {
    if (path === '') return [root]
    const slash = path.lastIndexOf('/')
    const name = path.slice(slash + 1)
    const parents = await remembered(slash < 0 ? '' : path.slice(0, slash), isMade)
    const folders = (await named(parents, name)).filter(({ isFolder }) => isFolder).map(({ id }) => id)
    if (folders.length > 0 || !isMade) return folders
    return [await makeFolder(gdrive, { name, parent: parents.toSorted()[0] ?? root })]
  }
  const remembered = (path: string, isMade: boolean): Promise<readonly string[]> => {
    const last = known.get(path) ?? Promise.resolve([])
    // One after the other, so that no folder is made twice.
    const next = last.then((ids) => (ids.length > 0 ? ids : resolve(path, isMade)))
    known.set(path, next)
    next.catch(() => known.delete(path))
    return next
  }
  return {
    folders: (path, { isMade } = { isMade: false }) => remembered([base, path].filter(Boolean).join('/'), isMade),
    named,
    inside: (folders) => inside(folders),
  }
}

/** In a shared drive all questions name it. Rejects where there is no such root. */
async function findSpace({ files, attempt, url }: Gdrive, root: string): Promise<drive_v3.Params$Resource$Files$List> {
  const all = { supportsAllDrives: true, includeItemsFromAllDrives: true }
  if (root === 'appDataFolder') return { spaces: 'appDataFolder' }
  if (root === 'root') return { ...all, corpora: 'user' }
  const { data } = await attempt(`${url} can not be reached`, () =>
    files.get({ fileId: root, fields: 'id,driveId,mimeType', supportsAllDrives: true }),
  )
  if (data.mimeType !== FOLDER)
    throw new RepriseError('INVALID_PARAMETER_VALUE', `${url}: ${root} is no folder.`, {
      hint: 'Take the id from the address of the folder.',
    })
  return typeof data.driveId === 'string' ? { ...all, corpora: 'drive', driveId: data.driveId } : { ...all, corpora: 'user' }
}

async function makeFolder({ files, attempt }: Gdrive, { name, parent }: { name: string; parent: string }): Promise<string> {
  const { data } = await attempt(`The folder ${name} can not be made`, () =>
    files.create({ requestBody: { name, parents: [parent], mimeType: FOLDER }, fields: 'id', supportsAllDrives: true }),
  )
  return data.id ?? ''
}

function toItem({ id, name, mimeType, size, md5Checksum, parents }: drive_v3.Schema$File): Item {
  return {
    id: id ?? '',
    name: name ?? '',
    isFolder: mimeType === FOLDER,
    size: Number(size ?? 0),
    md5: md5Checksum ?? undefined,
    parent: parents?.[0] ?? '',
  }
}

function escape(name: string): string {
  return name.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)
}
