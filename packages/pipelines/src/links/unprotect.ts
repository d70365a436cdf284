import { chmodSync, copyFileSync, lstatSync, renameSync, rmSync, statSync, unlinkSync } from 'node:fs'
import { temporaryPath } from '../cache/temporary-name.ts'
import { toFsPath } from '../paths/fs-path.ts'

/**
 * Makes a file one that may be written without harm to its object: a symlink or a hardlink is replaced by a copy, and the mode becomes
 * `mode`. The copy gets the file's name when it is whole. Throws what the system says.
 */
export function unprotectFile(path: string, options: { readonly mode: number; readonly unfinished: string }): void {
  const target = toFsPath(path)
  const stats = lstatSync(target)
  if (!stats.isSymbolicLink() && stats.nlink < 2) return chmodSync(target, options.mode)
  const temporary = temporaryPath(options.unfinished)
  try {
    copyFileSync(target, temporary)
    chmodSync(temporary, options.mode)
    rename(temporary, path)
  } finally {
    rmSync(temporary, { force: true })
  }
}

/** On another disk than the unfinished files the copy is made beside the file. */
function rename(temporary: string, path: string): void {
  try {
    renameSync(temporary, toFsPath(path))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
    const beside = `${path}.${temporary.slice(temporary.lastIndexOf('/') + 1)}.tmp`
    copyFileSync(temporary, toFsPath(beside))
    chmodSync(toFsPath(beside), statSync(temporary).mode & 0o7777)
    renameSync(toFsPath(beside), toFsPath(path))
    unlinkSync(temporary)
  }
}
