import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { type DvcFile, printDvcFile } from '../files/index.ts'
import { decodeText, replaceFile, toFileError, toFsPath } from '../paths/index.ts'
import type { Repository } from '../repository/index.ts'

/** Writes a `.dvc` file at once; one that is there keeps its comments. */
export function writeDvcFile(repository: Repository, path: string, file: DvcFile): void {
  const previous = readText(path)
  writeText(path, printDvcFile(file, previous === undefined ? undefined : { text: previous, file: repository.show(path) }))
  repository.changes.track(path)
}

/** The text of a file; undefined where there is none. */
export function readText(path: string): string | undefined {
  try {
    return decodeText(readFileSync(toFsPath(path)), path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw toFileError(error, path)
  }
}

/** Whenever the process ends, the file is as it was or as it is to be. */
export function writeText(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
  } catch (error) {
    throw toFileError(error, path)
  }
  replaceFile(path, text)
}

/** Removes a file, which may be gone. */
export function removeFile(path: string): void {
  try {
    rmSync(toFsPath(path), { force: true })
  } catch (error) {
    throw toFileError(error, path)
  }
}
