import { decodeName } from '../paths/index.ts'

/** A member of a folder of a commit. */
export interface GitEntry {
  readonly name: string
  readonly kind: 'file' | 'folder' | 'link' | 'submodule'
  readonly oid: string
}

/** Reads a tree object: for each member its mode, a space, its name, NUL, and the bytes of its id. */
export function readGitTree(bytes: Buffer, idBytes: number): GitEntry[] {
  const entries: GitEntry[] = []
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at)
    const end = bytes.indexOf(0, space)
    const mode = bytes.toString('latin1', at, space)
    const oid = bytes.toString('hex', end + 1, end + 1 + idBytes)
    entries.push({ name: decodeName(bytes.toString('latin1', space + 1, end)), kind: kinds[mode] ?? 'file', oid })
    at = end + 1 + idBytes
  }
  return entries
}

const kinds: Readonly<Record<string, GitEntry['kind']>> = { '40000': 'folder', '120000': 'link', '160000': 'submodule' }
