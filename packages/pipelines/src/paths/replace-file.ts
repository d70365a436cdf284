import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { temporaryPath } from '../cache/temporary-name.ts'
import { toFileError } from './file-error.ts'
import { toFsPath } from './fs-path.ts'

/**
 * Writes a text at once: whenever the process ends, the file is as it was or as it is to be, and nothing lies beside it. What was begun is in the
 * project's folder for unfinished files, where the next command that works on data removes it. The file keeps its mode.
 */
export function replaceFile(path: string, text: string | Uint8Array): void {
  try {
    placeText(path, text, unfinishedFor(dirname(path)))
  } catch (error) {
    // The folder for unfinished files is on another disk.
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw toFileError(error, path)
    replaceBeside(path, text)
  }
}

function replaceBeside(path: string, text: string | Uint8Array): void {
  try {
    placeText(path, text, dirname(path))
  } catch (error) {
    throw toFileError(error, path)
  }
}

function placeText(path: string, text: string | Uint8Array, folder: string): void {
  const temporary = toFsPath(temporaryPath(folder))
  const target = toFsPath(path)
  try {
    writeFileSync(temporary, text)
    const mode = statSync(target, { throwIfNoEntry: false })?.mode
    if (mode !== undefined) chmodSync(temporary, mode & 0o777)
    renameSync(temporary, target)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/** Of the project that a folder is in; outside of one, or where it can not be made, the folder itself. */
function unfinishedFor(folder: string): string {
  const found = findUnfinished(folder)
  if (found === undefined || existsSync(toFsPath(found))) return found ?? folder
  try {
    mkdirSync(toFsPath(found), { recursive: true })
    return found
  } catch {
    return folder
  }
}

function findUnfinished(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(toFsPath(join(at, '.dvc', 'config'))) || existsSync(toFsPath(join(at, '.dvc', 'tmp'))))
      return join(at, '.dvc', 'tmp', 'unfinished')
    if (at === dirname(at)) return undefined
  }
}
