import type { RunRecord } from '@reprise/protocol'

/**
 * Files that the repeat read, that the original did not read, and that came to be no sooner than the original did: what an earlier run left
 * for later ones, such as a cache. A result that was made from such a file was found, not made again. `base` is the folder of the repeat.
 */
export function findBorrowed(original: RunRecord, repeat: RunRecord, base: string): string[] {
  const { root } = original.code
  const known = new Set([...original.inputs, ...original.code.files].map(({ path }) => (path.startsWith('/') ? path : `${root}/${path}`)))
  return repeat.inputs.flatMap(({ path, modified_at: modifiedAt = 0 }) =>
    path.startsWith('/') && !path.startsWith(`${base}/`) && !known.has(path) && modifiedAt >= original.command.started_at ? [path] : [],
  )
}
