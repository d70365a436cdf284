import type { JournalRows } from './codec/journal-batch.ts'
import { PointBuffer } from './point-buffer.ts'
import { SectionTableBuilder } from './section-table.ts'
import type { SectionTable } from './section-table.ts'

/** Groups decoded journal batches by key: one section a key, sorted and without repeats. */
export function tabulateJournal(batches: readonly JournalRows[]): SectionTable {
  const { keys, keyOf, arrived } = gather(batches)
  const sorted = Array.from(keys.keys()).toSorted((a, b) => (keys[a] as number) - (keys[b] as number))
  const { order, ends } = orderByKey(keyOf, sorted)
  const table = new SectionTableBuilder(arrived.length)
  let start = 0
  for (const [index, end] of ends.entries()) {
    copyInOrder(arrived, order.subarray(start, end), table.points)
    table.close(keys[sorted[index] as number] as number)
    start = end
  }
  return table
}

/** All points in the order of arrival, and of each the place of its key among the keys in the order of arrival. */
function gather(batches: readonly JournalRows[]): { keys: number[]; keyOf: Uint32Array; arrived: PointBuffer } {
  const total = batches.reduce((sum, { keyIds }) => sum + keyIds.length, 0)
  const keys: number[] = []
  const places = new Map<number, number>()
  const keyOf = new Uint32Array(total)
  const arrived = new PointBuffer(total)
  for (const batch of batches) {
    for (let i = 0; i < batch.keyIds.length; i += 1) {
      const keyId = batch.keyIds[i] as number
      let place = places.get(keyId)
      if (place === undefined) places.set(keyId, (place = keys.push(keyId) - 1))
      keyOf[arrived.length + i] = place
    }
    arrived.copy(batch, 0, batch.keyIds.length)
  }
  return { keys, keyOf, arrived }
}

/** The points key by key, each key's in the order of arrival, and where each key ends. */
function orderByKey(keyOf: Uint32Array, sorted: readonly number[]): { order: Uint32Array; ends: number[] } {
  const next = new Uint32Array(sorted.length)
  for (let i = 0; i < keyOf.length; i += 1) next[keyOf[i] as number] = (next[keyOf[i] as number] as number) + 1
  let start = 0
  const ends = sorted.map((place) => {
    const count = next[place] as number
    next[place] = start
    return (start += count)
  })
  const order = new Uint32Array(keyOf.length)
  for (let i = 0; i < keyOf.length; i += 1) {
    const place = keyOf[i] as number
    const at = next[place] as number
    order[at] = i
    next[place] = at + 1
  }
  return { order, ends }
}

/** Copies arrived points in the given order, a run of neighbours at a time. */
function copyInOrder(arrived: PointBuffer, order: Uint32Array, into: PointBuffer): void {
  for (let from = 0; from < order.length;) {
    const first = order[from] as number
    let to = from + 1
    while (to < order.length && order[to] === first + to - from) to += 1
    into.copy(arrived, first, first + to - from)
    from = to
  }
}
