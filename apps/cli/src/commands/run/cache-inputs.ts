import { resolve } from 'node:path'
import type { RecordedFile } from '@reprise/protocol'

/** Copies the inputs that are not kept for their size into the cache, where `reprise reproduce` on this machine finds them. Never rejects. */
export async function cacheInputs(
  inputs: readonly RecordedFile[],
  { folder, root }: { readonly folder: string; readonly root: string },
): Promise<void> {
  const { openContentCache } = await import('@reprise/objects')
  const cache = openContentCache(folder)
  for (const { path, sha256, kept, not_kept: why = '' } of inputs) {
    const isTooMuch = kept === undefined && /larger than|^More than/.test(why)
    if (sha256 !== undefined && isTooMuch) await cache.add(resolve(root, path), sha256)
  }
}
