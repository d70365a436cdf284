import { serialiseTree, subtreeOf, type Tree, treeIdOf } from '@reprise/pipelines'
import { limits, type RecordedData } from '@reprise/protocol'
import type { FileOfFolder } from '@reprise/sdk'

/** Folders with more files are not looked into: reading their lists would take longer than most stages. */
const MOST_FILES = 50_000

/** What lineage is told of data besides: the files of a folder, and the folders that a file is taken from. */
export interface FolderLists {
  describe(
    data: RecordedData,
    around: readonly RecordedData[],
  ): { readonly files?: readonly FileOfFolder[]; readonly folders?: readonly FileOfFolder[] }
}

/**
 * Reads the lists of folders by their digests, each once. A file is said to be of a folder of `around` only where the list has it with this digest; of a large folder, files
 * that are of `around` come first. What is not in the cache, or damaged there, is not told of: other commands say so.
 */
export function createFolderLists(read: (oid: string) => Tree | undefined): FolderLists {
  const known = new Map<string, Tree | undefined>()
  const listOf = ({ digest = '', files = 0 }: RecordedData): Tree | undefined => {
    if (!digest.endsWith('.dir') || files > MOST_FILES) return undefined
    if (!known.has(digest)) known.set(digest, readOrNothing(read, digest))
    return known.get(digest)
  }
  return {
    describe: (data, around) => {
      const list = listOf(data)
      const folders = around.flatMap((one) => (isBelow(data, one) ? toFolder(data, one, listOf(one)) : []))
      return {
        ...(list === undefined
          ? {}
          : {
              files: chooseFiles(
                list,
                around.flatMap((one) => (isBelow(one, data) ? one.path.slice(data.path.length + 1) : [])),
              ),
            }),
        ...(folders.length === 0 ? {} : { folders: folders.slice(0, limits.filesPerDataset) }),
      }
    },
  }
}

function readOrNothing(read: (oid: string) => Tree | undefined, digest: string): Tree | undefined {
  try {
    return read(digest)
  } catch {
    return undefined
  }
}

function isBelow(data: RecordedData, folder: RecordedData): boolean {
  return data.path.startsWith(`${folder.path}/`)
}

/** The file, or the folder in a folder, where it is what the list says. */
function toFolder(data: RecordedData, { path: at, digest: folder = '' }: RecordedData, list: Tree | undefined): FileOfFolder[] {
  if (list === undefined || data.digest === undefined) return []
  const path = data.path.slice(at.length + 1)
  const found = data.digest.endsWith('.dir') ? treeIdOf(serialiseTree(subtreeOf(list, path))) : list.find((file) => file.path === path)?.md5
  return found === data.digest ? [{ path, digest: folder }] : []
}

function chooseFiles(list: Tree, wanted: readonly string[]): FileOfFolder[] {
  if (list.length <= limits.filesPerDataset) return list.map(toFile)
  const first = new Set(wanted)
  return [...list.filter(({ path }) => first.has(path)), ...list.filter(({ path }) => !first.has(path))]
    .slice(0, limits.filesPerDataset)
    .map(toFile)
}

function toFile({ path, md5 }: Tree[number]): FileOfFolder {
  return { path, digest: md5 }
}
