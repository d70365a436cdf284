import { createHash, hash } from 'node:crypto'
import { createWriteStream, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { OpenRemoteFile, RemoteFile } from '@reprise/objects'
import { RepriseError } from '@reprise/protocol/errors'
import type { EntryHash, EntryMeta } from '../files/index.ts'
import { toFileError } from '../paths/index.ts'
import { jsonDumps } from '../python/index.ts'
import type { UrlSource } from '../remotes/index.ts'
import { forEachOf } from '../transfers/index.ts'

/** Data elsewhere, a file or all that is in a folder. */
export interface UrlData {
  readonly isFolder: boolean
  readonly files: readonly UrlFile[]
}

export interface UrlFile extends RemoteFile {
  /** Below the data; the name of the file where the data are one. */
  readonly below: string
}

/** Finds what a URL names; undefined where there is nothing. */
export async function findUrlData({ folder, path }: UrlSource): Promise<UrlData | undefined> {
  const file = path === '' ? undefined : await folder.stat(path)
  if (file !== undefined) return { isFolder: false, files: [{ ...file, below: path }] }
  const files: UrlFile[] = []
  const start = path === '' ? '' : `${path}/`
  for await (const page of folder.list(start)) {
    // Some tools make folders visible by an empty object whose name ends in a slash.
    for (const found of page) if (!found.path.endsWith('/')) files.push({ ...found, below: found.path.slice(start.length) })
  }
  return files.length === 0 ? undefined : { isFolder: true, files: files.toSorted((a, b) => compareBytes(a.below, b.below)) }
}

/** What DVC records of data elsewhere: their content, or what the service says changes with it. */
export async function describeUrlData(
  source: UrlSource,
  data: UrlData,
  signal: AbortSignal,
): Promise<{ hash: EntryHash; meta: EntryMeta }> {
  const { folder, digest } = source
  const digests = new Map<string, { readonly value: string; readonly version?: string | undefined }>()
  const look = async (file: UrlFile): Promise<void> => void digests.set(file.below, await digestOf(source, file))
  await forEachOf(data.files, look, { jobs: folder.jobs, signal })
  const size = BigInt(data.files.reduce((sum, file) => sum + file.size, 0))
  const [first] = data.files
  if (!data.isFolder) {
    const { value, version } = digests.get(first?.below ?? '') ?? { value: undefined }
    return { hash: { algorithm: digest, value }, meta: { size, ...(version === undefined ? {} : { versionId: version }) } }
  }
  const entries = data.files.map(
    ({ below }) =>
      new Map([
        [digest, digests.get(below)?.value ?? ''],
        ['relpath', below],
      ]),
  )
  const tree = hash('md5', jsonDumps(entries, { sortKeys: true }), 'hex')
  return { hash: { algorithm: 'md5', value: `${tree}.dir` }, meta: { size, nfiles: BigInt(data.files.length) } }
}

async function digestOf({ folder, digest, toDigest }: UrlSource, file: UrlFile): Promise<{ value: string; version?: string | undefined }> {
  if (digest === 'md5') return { value: await md5Of(await openFile(folder, file)) }
  const { etag, version } = file.etag === undefined ? ((await folder.stat(file.path)) ?? file) : file
  if (etag === undefined)
    throw new RepriseError('INVALID_PARAMETER_VALUE', `${folder.url} does not say what of ${file.path} changes with its content.`, {
      hint: 'Without that nobody can tell whether the data change: download them and use `reprise add`.',
    })
  return { value: toDigest(etag), version }
}

async function md5Of(file: OpenRemoteFile): Promise<string> {
  const digest = createHash('md5')
  for await (const chunk of file.read()) digest.update(chunk)
  return digest.digest('hex')
}

/** Makes a file or folder of data elsewhere at an absolute path, where nothing is. What was begun is removed when that fails. */
export async function downloadUrlData(
  { folder }: UrlSource,
  data: UrlData,
  { path, signal }: { path: string; signal: AbortSignal },
): Promise<void> {
  for (const { below } of data.files) assertBelow(below)
  const receive = async (file: UrlFile): Promise<void> => {
    const target = data.isFolder ? join(path, file.below) : path
    mkdirSync(dirname(target), { recursive: true })
    const opened = await openFile(folder, file)
    await pipeline(opened.read(), createWriteStream(target), { signal }).catch((error: unknown) => {
      throw error instanceof RepriseError ? error : toFileError(error, target)
    })
  }
  try {
    await forEachOf(data.files, receive, { jobs: folder.jobs, signal })
  } catch (error) {
    rmSync(path, { recursive: true, force: true })
    throw error
  }
}

async function openFile(folder: UrlSource['folder'], { path }: UrlFile): Promise<OpenRemoteFile> {
  const file = await folder.open(path)
  if (file === undefined)
    throw new RepriseError('RESOURCE_CONFLICT', `${path} of ${folder.url} was deleted meanwhile.`, { hint: 'Try again.' })
  return file
}

/** Whoever names objects elsewhere shall not choose where they come to lie here. */
function assertBelow(path: string): void {
  if (path.split('/').some((part) => part === '' || part === '.' || part === '..' || part.includes('\0') || part.includes('\\')))
    throw new RepriseError('INVALID_PARAMETER_VALUE', `An object is named ${JSON.stringify(path)}, which can be no file of this machine.`)
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
