import { createHash, hash } from 'node:crypto'
import type { ManifestEntry, ManifestProblem } from './entry.ts'
import { decodePath, toPathBytes } from './paths/path-text.ts'

/** Texts are hashed in pieces of about this many characters. */
const PIECE = 256 * 1024

/**
 * Names what entries, in their order, say: SHA-256 over `<type> <size> <sha256>␠<path>NUL` for each, where the type is `f` for a file,
 * `x` for one its owner may execute and `l` for a link, whose content is its target. Undefined where something is not known.
 */
export function computeRootId(entries: readonly ManifestEntry[], problems: readonly ManifestProblem[]): string | undefined {
  if (problems.some(({ type }) => type !== 'special')) return undefined
  const root = createHash('sha256').update('reprise-manifest 2\0')
  let piece = ''
  for (const entry of entries) {
    const said = describe(entry)
    if (said === undefined) return undefined
    // One character for each byte, so that pieces are hashed as latin1.
    piece += `${said} ${toPathBytes(entry.path)}\0`
    if (piece.length > PIECE) {
      root.update(piece, 'latin1')
      piece = ''
    }
  }
  return root.update(piece, 'latin1').digest('hex')
}

function describe(entry: ManifestEntry): string | undefined {
  if (entry.type === 'link') {
    const target = decodePath(entry.target)
    return `l ${target.length} ${hash('sha256', target)}`
  }
  const { isExecutable, size, hashes } = entry
  if (isExecutable === undefined || hashes.sha256 === undefined) return undefined
  return `${isExecutable ? 'x' : 'f'} ${size} ${hashes.sha256}`
}
