/** A file of a folder that is kept as a whole. */
export interface TreeEntry {
  /** Relative to the folder, with slashes. */
  readonly path: string
  /** 32 hexadecimal digits. */
  readonly md5: string
}

/** The files of a folder, by code point of their paths. Folders without files are not part of it. */
export type Tree = readonly TreeEntry[]

/** What `.dir` objects end in, and the ids of folders. */
export const TREE_SUFFIX = '.dir'

export function isTreeId(oid: string): boolean {
  return oid.endsWith(TREE_SUFFIX)
}

/** Sorts in place. */
export function sortEntries(entries: TreeEntry[]): Tree {
  // UTF-16 units sort as code points do where no surrogate and nothing behind them occurs.
  const isPlain = entries.every(({ path }) => !/[\ud800-\uffff]/.test(path))
  if (isPlain && entries.every(({ path }, index) => index === 0 || (entries[index - 1]?.path ?? '') < path)) return entries
  return entries.sort(isPlain ? (a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) : (a, b) => compareByCodePoint(a.path, b.path))
}

/** As Python orders texts; a half of a surrogate pair that stands alone counts as itself, unlike in texts that are well formed. */
function compareByCodePoint(a: string, b: string): number {
  for (let at = 0; at < a.length && at < b.length; at++) {
    if (a.charCodeAt(at) === b.charCodeAt(at)) continue
    const start = at > 0 && isLead(a.charCodeAt(at - 1)) ? at - 1 : at
    return (a.codePointAt(start) ?? 0) - (b.codePointAt(start) ?? 0) || (a.codePointAt(at) ?? 0) - (b.codePointAt(at) ?? 0)
  }
  return a.length - b.length
}

function isLead(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}
