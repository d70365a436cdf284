import { readdirSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { toFileError } from '@reprise/pipelines'
import { RepriseError } from '@reprise/protocol'
import { toCellText } from '../../output/cell.ts'
import type { CommonOptions, Voice } from '../../project/index.ts'

export interface ListUrlOptions extends CommonOptions {
  readonly recursive?: boolean
  readonly size?: boolean
}

export async function listUrl(voice: Voice, [url]: [string], { recursive = false, size }: ListUrlOptions): Promise<void> {
  if (/^\w+:\/\//.test(url))
    throw new RepriseError('NOT_IMPLEMENTED', `failed to list '${url}' - only folders of this machine can be listed.`)
  const folder = resolve(url)
  const entries = listFolder(folder, recursive)
  if (voice.isJson) return voice.printJson(entries.map(({ path, isFolder, bytes }) => ({ path, isdir: isFolder, size: bytes })))
  for (const { path, bytes } of entries) voice.print(`${size === true ? `${String(bytes).padStart(12)}  ` : ''}${toCellText(path)}\n`)
}

function listFolder(folder: string, recursive: boolean): { path: string; isFolder: boolean; bytes: number }[] {
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
