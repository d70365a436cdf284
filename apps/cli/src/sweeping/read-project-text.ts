import { readFileSync } from 'node:fs'
import { toFileError } from '@reprise/pipelines/paths'

/** The text of a file; nothing where there is none. */
export function readProjectText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw toFileError(error, path)
  }
}
