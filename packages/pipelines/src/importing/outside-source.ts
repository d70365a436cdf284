import { cpSync, createWriteStream, existsSync, constants as fsConstants, rmSync } from 'node:fs'
import { isAbsolute, relative, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { RepriseError } from '@reprise/protocol/errors'
import { hashOut } from '../checkout/index.ts'
import type { EntryHash, EntryMeta } from '../files/index.ts'
import { relativeBelow, toFileError } from '../paths/index.ts'
import { isFolderUrl, openUrlSource, resolveUrl, type UrlSource } from '../remotes/index.ts'
import type { Repository } from '../repository/index.ts'
import { toRecord } from '../tracking/out-entry.ts'
import { describeUrlData, downloadUrlData, findUrlData, type UrlData } from './url-data.ts'

/** Data outside of the cache that can be imported: a path of this machine, or a URL. */
export interface OutsideSource {
  /** As it is recorded, from the folder of the `.dvc` file. */
  readonly path: string
  /** Where it is on this machine, absolute; undefined for a URL. */
  readonly local: string | undefined
  /** As it is told of. */
  readonly shown: string
  /** What tells whether it is still the same. Throws RESOURCE_DOES_NOT_EXIST where it is not there. */
  look(): Promise<{ readonly hash: EntryHash; readonly meta: EntryMeta }>
  /** Makes a file or folder of it at an absolute path, where nothing is. What was begun is removed when that fails. */
  copyTo(path: string): Promise<void>
}

/** Opens what `import-url` and `get-url` name. `folder` is where the `.dvc` file is. Throws NOT_IMPLEMENTED for kinds of URLs that are not read. */
export function openOutsideSource(repository: Repository, url: string, folder: string): OutsideSource {
  const place = resolveUrl(url, repository.config.remotes)
  if (isFolderUrl(place.url)) return folderSource(repository, url, place)
  const scheme = /^([a-zA-Z][-+.\w]*):\/\//.exec(place.url)?.[1]?.toLowerCase()
  if (scheme === 'http' || scheme === 'https') return { ...httpSource(place.url, repository.signal), path: url, shown: url }
  if (scheme === undefined)
    return { ...localSource(repository, place.url, folder), ...(place.url === url ? {} : { path: url, shown: url }) }
  throw new RepriseError('NOT_IMPLEMENTED', `unsupported URL '${url}'`, {
    hint: 'Files, folders, http(s)://, ssh://, s3://, gs://, azure://, gdrive://, webdav(s):// and remote:// can be read.',
  })
}

function folderSource({ env, signal }: Repository, url: string, place: ReturnType<typeof resolveUrl>): OutsideSource {
  const options = { environment: env, home: env['HOME'], s3Endpoint: env['AWS_ENDPOINT_URL_S3'] ?? env['AWS_ENDPOINT_URL'] }
  const withData = async <T>(use: (source: UrlSource, data: UrlData) => Promise<T>): Promise<T> => {
    await using source = await openUrlSource(place, options)
    const data = await findUrlData(source)
    if (data === undefined) throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `dependency '${url}' does not exist`)
    return await use(source, data)
  }
  return {
    path: url,
    local: undefined,
    shown: url,
    look: () => withData((source, data) => describeUrlData(source, data, signal)),
    copyTo: (path) => withData((source, data) => downloadUrlData(source, data, { path, signal })),
  }
}

function localSource(repository: Repository, url: string, folder: string): OutsideSource {
  const { cwd, root, workspace, signal } = repository
  const source = resolve(cwd, url)
  const isInside = relativeBelow(root, source) !== undefined
  return {
    path: isAbsolute(url) && !isInside ? url : relative(folder, source),
    local: source,
    shown: isInside ? repository.show(source) : source,
    look: async () => {
      const found = await hashOut(workspace, source, { signal })
      if (found === undefined) throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `[Errno 2] No such file or directory: '${source}'`)
      return toRecord(found)
    },
    copyTo: async (path) => copyLocal(source, path),
  }
}

export function copyLocal(source: string, path: string): void {
  if (!existsSync(source)) throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `[Errno 2] No such file or directory: '${source}'`)
  try {
    cpSync(source, path, { recursive: true, dereference: true, mode: fsConstants.COPYFILE_FICLONE })
  } catch (error) {
    rmSync(path, { recursive: true, force: true })
    throw toFileError(error, source)
  }
}

function httpSource(url: string, signal: AbortSignal): OutsideSource {
  return {
    path: url,
    local: undefined,
    shown: url,
    look: async () => {
      const { headers } = await ask(url, { method: 'HEAD', signal })
      const value = headers.get('etag') ?? headers.get('content-md5')
      if (value === null) {
        throw new RepriseError('INVALID_PARAMETER_VALUE', `could not find an ETag or Content-MD5 header for '${url}'`, {
          hint: 'Without one nobody can tell whether the data change: download them and use `reprise add`.',
        })
      }
      const length = headers.get('content-length')
      return { hash: { algorithm: 'checksum', value }, meta: length === null ? {} : { size: BigInt(length) } }
    },
    copyTo: async (path) => downloadFile(url, path, signal),
  }
}

/** Throws what the server or the disk said; no file is left then. */
export async function downloadFile(url: string, path: string, signal: AbortSignal): Promise<void> {
  const { body } = await ask(url, { signal })
  try {
    if (body === null) throw new RepriseError('DATA_LOSS', `${url} answered without content.`)
    await pipeline(Readable.fromWeb(body), createWriteStream(path), { signal })
  } catch (error) {
    rmSync(path, { force: true })
    throw error instanceof RepriseError ? error : toFileError(error, path)
  }
}

async function ask(url: string, init: RequestInit): Promise<Response> {
  let answer: Response
  try {
    answer = await globalThis.fetch(url, init)
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    throw new RepriseError('TEMPORARILY_UNAVAILABLE', `could not reach ${url}: ${cause}`, { cause: error })
  }
  if (answer.ok) return answer
  await answer.body?.cancel()
  if (answer.status === 404) throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `The path '${url}' does not exist`)
  throw new RepriseError('TEMPORARILY_UNAVAILABLE', `${url} answered ${answer.status} ${answer.statusText}.`)
}
