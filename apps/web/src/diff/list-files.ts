import type { ArtifactEntry } from '@reprise/client'
import { client } from '../server/client.ts'

/** Folders that are listed, and files that are held against each other. */
const MOST_FOLDERS = 100
const MOST_FILES = 5_000

export interface ListedFiles {
  readonly files: readonly ArtifactEntry[]
  /** Whether there are more. */
  readonly isCut: boolean
}

/** The files of a run, folder by folder; what reprise keeps for itself is left out: the other parts show it. */
export async function listFiles(uri: string, signal: AbortSignal): Promise<ListedFiles> {
  const files: ArtifactEntry[] = []
  const folders = ['']
  let listed = 0
  for (let folder = folders.shift(); folder !== undefined && listed < MOST_FOLDERS && files.length < MOST_FILES; folder = folders.shift()) {
    listed++
    for (const entry of await client.listArtifacts(uri, folder, { signal })) {
      if (!entry.isFolder) files.push(entry)
      else if (entry.path !== 'reprise') folders.push(entry.path)
    }
  }
  return { files: files.slice(0, MOST_FILES), isCut: folders.length > 0 || files.length > MOST_FILES }
}
