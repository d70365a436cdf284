import { readFileSync } from 'node:fs'
import { decodeText, replaceFile, toFileError } from '../paths/index.ts'

/** Edits a text file at once; one that is not there is empty. Answers whether its text is another now. */
export function editFile(path: string, edit: (text: string) => string): boolean {
  const text = read(path)
  const edited = edit(text)
  if (edited === text) return false
  replaceFile(path, edited)
  return true
}

function read(path: string): string {
  try {
    return decodeText(readFileSync(path), path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw toFileError(error, path)
  }
}
