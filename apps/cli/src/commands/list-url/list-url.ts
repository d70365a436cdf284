import { readdirSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { findUrlData } from '@reprise/pipelines/importing'
import { toFileError } from '@reprise/pipelines/paths'
import { isFolderUrl, openUrlSource, resolveUrl } from '@reprise/pipelines/remotes'
import { RepriseError } from '@reprise/protocol'
import { toCellText } from '../../output/cell.ts'
import type { CommonOptions, Voice } from '../../project/index.ts'
import { knownRemotes, remoteOptions } from '../../transferring/remote-options.ts'

export interface ListUrlOptions extends CommonOptions {
  readonly recursive?: boolean
  readonly size?: boolean
}

export async function listUrl(voice: Voice, [url]: [string], { recursive = false, size }: ListUrlOptions): Promise<void> {
  const place = resolveUrl(url, knownRemotes())
  const entries = isFolderUrl(place.url) ? await listElsewhere(place, { url, recursive }) : listHere(place.url, recursive)
  if (voice.isJson) return voice.printJson(entries.map(({ path, isFolder, bytes }) => ({ path, isdir: isFolder, size: bytes })))
  for (const { path, bytes } of entries) voice.print(`${size === true ? `${String(bytes).padStart(12)}  ` : ''}${toCellText(path)}\n`)
}

interface UrlEntry {
  readonly path: string
  readonly isFolder: boolean
  readonly bytes: number
}

async function listElsewhere(
  place: ReturnType<typeof resolveUrl>,
  { url, recursive }: { url: string; recursive: boolean },
): Promise<UrlEntry[]> {
  await using source = await openUrlSource(place, remoteOptions())
  const data = await findUrlData(source)
  if (data === undefined) throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `The path '${url}' does not exist`)
  const files = data.files.map(({ below, size }) => ({ path: below, isFolder: false, bytes: size }))
  return recursive
    ? files
    : [...new Map(files.map((file) => [file.path.split('/')[0] ?? '', file])).entries()].map(([name, file]) => ({
        ...file,
        path: name,
        isFolder: file.path !== name,
      }))
}

function listHere(path: string, recursive: boolean): UrlEntry[] {
  if (/^\w+:\/\//.test(path)) throw new RepriseError('NOT_IMPLEMENTED', `failed to list '${path}' - it can not be listed.`)
  return listFolder(resolve(path), recursive)
}

function listFolder(folder: string, recursive: boolean): UrlEntry[] {
  try {
    if (!statSync(folder).isDirectory()) return [{ path: relative(process.cwd(), folder), isFolder: false, bytes: statSync(folder).size }]
    return readdirSync(folder, { recursive, withFileTypes: true })
      .filter((entry) => !recursive || !entry.isDirectory())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name)
        return { path: relative(folder, path), isFolder: entry.isDirectory(), bytes: statSync(path, { throwIfNoEntry: false })?.size ?? 0 }
      })
      .toSorted((a, b) => (a.path < b.path ? -1 : 1))
  } catch (error) {
    throw toFileError(error, folder)
  }
}
