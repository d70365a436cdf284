import { statSync } from 'node:fs'
import type { LinkType } from '../links/index.ts'

/** What of a file tells how it is linked to its object. */
export interface LinkedFile {
  readonly isLink: boolean
  /** Names of the file. */
  readonly links: bigint
  readonly ino: bigint
  /** Where it leads, for a link. */
  readonly destination: string | undefined
}

/** Whether a file is linked in none of the wanted ways, the first that says something deciding, as in DVC. */
export function needsRelink(types: readonly LinkType[], file: LinkedFile, object: string): boolean {
  const isHardlink = file.links > 1n && !file.isLink
  const isCopy = !file.isLink && !isHardlink
  for (const type of types) {
    if ((type === 'copy' || type === 'reflink') && isCopy) return false
    if (type === 'hardlink' && isHardlink) return statSync(object, { bigint: true, throwIfNoEntry: false })?.ino !== file.ino
    if (type === 'symlink' && file.isLink) return file.destination !== object
  }
  return true
}
