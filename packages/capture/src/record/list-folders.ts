import { readdirSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { passingFolders } from '../passing-folders.ts'
import { fileNameOf, type Scan } from '../tracing/index.ts'

export interface FolderListing {
  /** Absolute: files and links that were in one of the folders before the command started. */
  readonly files: readonly string[]
  /** Folders in them that hold no such file, and folders that held nothing at all. */
  readonly folders: readonly string[]
}

/** Made again by what needs them. */
const passing: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', ...passingFolders])

/** What was in folders of the work tree when the command started, as far as the scan before it tells. */
export function listFolders(listed: readonly string[], { root, before, startedAt }: ListingSearch): FolderListing {
  const [byFolder, above] = groupByFolder(before)
  const files: string[] = []
  const folders: string[] = []
  for (const folder of listed) {
    const name = relative(root, folder)
    const own = byFolder.get(name) ?? []
    files.push(...own.map((path) => join(root, path)))
    const inner = listInner(folder, startedAt).filter((path) => !passing.has(path.slice(path.lastIndexOf('/') + 1)))
    folders.push(...inner.filter((path) => !above.has(relative(root, path))))
    if (own.length + inner.length === 0 && name !== '' && wasThere(folder, startedAt)) folders.push(folder)
  }
  return { files, folders }
}

export interface ListingSearch {
  readonly root: string
  readonly before: Scan
  /** Milliseconds since 1970. */
  readonly startedAt: number
}

/** Files by the folder they lie in, and all folders that have a file below them. */
function groupByFolder({ files }: Scan): [ReadonlyMap<string, readonly string[]>, ReadonlySet<string>] {
  const byFolder = new Map<string, string[]>()
  const above = new Set<string>()
  for (const path of files.keys()) {
    const folder = toFolder(path)
    const known = byFolder.get(folder)
    if (known === undefined) byFolder.set(folder, [path])
    else known.push(path)
    for (let place = folder; place !== '' && !above.has(place); place = toFolder(place)) above.add(place)
  }
  return [byFolder, above]
}

function toFolder(path: string): string {
  const folder = dirname(path)
  return folder === '.' ? '' : folder
}

function listInner(folder: string, startedAt: number): string[] {
  try {
    const entries = readdirSync(fileNameOf(folder), { withFileTypes: true })
    return entries.flatMap((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() && wasThere(path, startedAt) ? [path] : []
    })
  } catch {
    return []
  }
}

/** Folders change with what is put into them: only their birth tells. */
function wasThere(folder: string, startedAt: number): boolean {
  try {
    return statSync(fileNameOf(folder)).birthtimeMs < startedAt
  } catch {
    return false
  }
}
