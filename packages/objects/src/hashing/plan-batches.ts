/** Files of one batch at most, and their bytes: enough that messages cost nothing, few enough that threads end together. */
const BATCH_FILES = 256
const BATCH_BYTES = 8 * 1024 * 1024

/** Which files are hashed together, by index: the largest first and alone, so that none is begun last; small ones in batches. */
export function planBatches(sizes: readonly number[]): number[][] {
  const large: number[] = []
  const small: number[] = []
  for (const [index, size] of sizes.entries()) (size >= BATCH_BYTES ? large : small).push(index)
  large.sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0))
  const batches = large.map((index) => [index])
  let batch: number[] = []
  let bytes = 0
  for (const index of small) {
    const size = sizes[index] ?? 0
    if (batch.length === BATCH_FILES || (batch.length > 0 && bytes + size > BATCH_BYTES)) {
      batches.push(batch)
      batch = []
      bytes = 0
    }
    batch.push(index)
    bytes += size
  }
  return batch.length === 0 ? batches : [...batches, batch]
}
