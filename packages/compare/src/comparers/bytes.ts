import type { Comparer } from '../comparer.ts'
import type { Comparison } from '../comparison.ts'

/** Any file: only the same bytes are the same. */
export const bytesComparer: Comparer = {
  name: 'bytes',
  takes: () => true,
  compare: compareBytes,
}

function compareBytes(a: Uint8Array, b: Uint8Array): Comparison {
  const compared = Math.max(a.length, b.length)
  let first: number | undefined
  let differing = compared - Math.min(a.length, b.length)
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    if (a[at] === b[at]) continue
    first ??= at
    differing += 1
  }
  if (differing === 0) return { rung: 'identical', comparer: 'bytes', evidence: { compared, differing: 0 }, notes: [] }
  const at = first ?? Math.min(a.length, b.length)
  return {
    rung: 'different',
    comparer: 'bytes',
    evidence: { compared, differing, first: { place: `byte ${at}`, a: hexAt(a, at), b: hexAt(b, at) } },
    notes: a.length === b.length ? [] : [`${a.length} bytes against ${b.length}`],
  }
}

function hexAt(bytes: Uint8Array, at: number): string {
  const piece = bytes.subarray(at, at + 8)
  return piece.length === 0 ? 'the end' : [...piece].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
}
