import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { temporaryPath } from '../cache/temporary-name.ts'
import { toFileError } from '../paths/index.ts'

/** Edits a text file at once; one that is not there is empty. Answers whether its text is another now. */
export function editFile(path: string, edit: (text: string) => string): boolean {
  const temporary = temporaryPath(dirname(path))
  try {
    const text = read(path)
    const edited = edit(text)
    if (edited === text) return false
    writeFileSync(temporary, edited)
    renameSync(temporary, path)
    return true
  } catch (error) {
    rmSync(temporary, { force: true })
    throw toFileError(error, path)
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}
