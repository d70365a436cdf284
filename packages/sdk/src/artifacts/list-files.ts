import { opendir } from 'node:fs/promises'
import { join } from 'node:path'

/** A file below a folder. */
export interface FoundFile {
  readonly path: string
  /** Relative to the folder, with / between its parts. */
  readonly relative: string
}

/** All files below a folder, one at a time, so that a folder of any size can be walked. Links to files count as files. */
export async function* listFiles(folder: string, prefix = ''): AsyncGenerator<FoundFile, void, undefined> {
  for await (const entry of await opendir(folder)) {
    const path = join(folder, entry.name)
    const relative = prefix + entry.name
    if (entry.isDirectory()) yield* listFiles(path, `${relative}/`)
    else if (entry.isFile() || entry.isSymbolicLink()) yield { path, relative }
  }
}
