import type { JournalRows } from './codec/journal-batch.ts'
import { PointBuffer } from './point-buffer.ts'
import { SectionTableBuilder } from './section-table.ts'
import type { SectionTable } from './section-table.ts'

/** Groups decoded journal batches by key: one section a key, sorted and without repeats. */
export function tabulateJournal(batches: readonly JournalRows[]): SectionTable {
  const counts = new Map<number, number>()
  let total = 0
  for (const { keyIds } of batches) {
    total += keyIds.length
    for (let i = 0; i < keyIds.length; i += 1) counts.set(keyIds[i] as number, (counts.get(keyIds[i] as number) ?? 0) + 1)
  }
  const keys = [...counts.keys()].toSorted((a, b) => a - b)
  const next = new Map<number, number>()
  let start = 0
  for (const keyId of keys) {
    next.set(keyId, start)
    start += counts.get(keyId) as number
  }
  const order = new Uint32Array(total)
  const arrived = new PointBuffer(total)
  for (const batch of batches) {
    for (let i = 0; i < batch.keyIds.length; i += 1) {
      const keyId = batch.keyIds[i] as number
      const at = next.get(keyId) as number
      order[at] = arrived.length + i
      next.set(keyId, at + 1)
    }
    arrived.copy(batch, 0, batch.keyIds.length)
  }
  const table = new SectionTableBuilder(total)
  start = 0
  for (const keyId of keys) {
    const end = next.get(keyId) as number
    copyInOrder(arrived, order, { start, end, into: table.points })
    table.close(keyId)
    start = end
  }
  return table
}

/** Copies arrived points in the given order, a run of neighbours at a time. */
function copyInOrder(arrived: PointBuffer, order: Uint32Array, { start, end, into }: { start: number; end: number; into: PointBuffer }): void {
  for (let from = start; from < end;) {
    const first = order[from] as number
    let to = from + 1
    while (to < end && order[to] === first + to - from) to += 1
    into.copy(arrived, first, first + to - from)
    from = to
  }
}
