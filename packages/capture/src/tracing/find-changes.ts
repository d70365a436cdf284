import type { Scan, ScannedFile } from './scan-folder.ts'

/** File systems keep times in steps of up to this many milliseconds. */
const CLOCK_STEP = 10

/**
 * The files that are new or other than before. Where the first scan was broken off, those that it has not seen are told by the time of their
 * last change, which no program can set.
 */
export function findChanges(before: Scan, after: Scan, startedAt: number): string[] {
  const isNew = (file: ScannedFile): boolean => before.isWhole || file.changed >= startedAt - CLOCK_STEP
  return [...after.files].flatMap(([path, file]) => {
    const old = before.files.get(path)
    return (old === undefined ? isNew(file) : isOther(old, file)) ? [path] : []
  })
}

function isOther(before: ScannedFile, after: ScannedFile): boolean {
  return before.size !== after.size || before.modified !== after.modified || before.inode !== after.inode || before.isLink !== after.isLink
}
