import { crc32, inflate } from '../archives/inflate.ts'
import { type CompareContext, type Comparer, Unreadable } from '../comparer.ts'
import { type Comparison, worseRung } from '../comparison.ts'

/** gzip: the time and name in the header and the compression say nothing; what it holds is compared as what it is. */
export const gzipComparer: Comparer = {
  name: 'gzip',
  takes: ({ bytes }) => bytes[0] === 0x1f && bytes[1] === 0x8b,
  compare: compareGzips,
}

function compareGzips(a: Uint8Array, b: Uint8Array, context: CompareContext): Comparison {
  const [first, second] = [unpack(a, context), unpack(b, context)]
  const inner = context.compareInner('', first, second)
  return { ...inner, comparer: `gzip, ${inner.comparer}`, rung: worseRung(inner.rung, 'canonical') }
}

function unpack(bytes: Uint8Array, { room, spend }: CompareContext): Uint8Array {
  const content = inflate(bytes, 'gzip', room())
  spend(content.length)
  if (bytes.length < 18) throw new Unreadable('it is cut off')
  // Of several members, or with anything after the last, the sums at the end are not those of what was read.
  const end = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 8, 8)
  if (end.getUint32(0, true) !== crc32(content) || end.getUint32(4, true) !== content.length) {
    throw new Unreadable('it does not match its checksum, or has several members')
  }
  return content
}
