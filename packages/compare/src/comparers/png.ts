import { decode, type DecodedPng } from 'fast-png'
import { readPngFrame } from '../archives/read-png-frame.ts'
import type { CompareContext, Comparer } from '../comparer.ts'
import type { Comparison, Difference } from '../comparison.ts'

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** PNG: pixels, palette and colour profile; texts, times and compression say nothing. */
export const pngComparer: Comparer = {
  name: 'png',
  takes: ({ bytes }) => signature.every((byte, index) => bytes[index] === byte),
  compare: comparePngs,
}

function comparePngs(a: Uint8Array, b: Uint8Array, { spend }: CompareContext): Comparison {
  const [frameA, frameB] = [readPngFrame(a), readPngFrame(b)]
  spend(frameA.size + frameB.size)
  const [first, second] = [decode(a, { checkCrc: true }), decode(b, { checkCrc: true })]
  const [kindA, kindB] = [describe(first), describe(second)]
  if (kindA !== kindB) return differ({ place: 'image', a: kindA, b: kindB })
  const looks = bytesDiffer(frameA.looks, frameB.looks)
  if (looks !== undefined) return differ({ place: 'palette or colours', ...looks })
  return comparePixels(first, second)
}

function differ(first: Difference): Comparison {
  return { rung: 'different', comparer: 'png', evidence: { first }, notes: [] }
}

function bytesDiffer(a: Uint8Array, b: Uint8Array): { a: string; b: string } | undefined {
  if (a.length !== b.length) return { a: `${a.length} bytes`, b: `${b.length} bytes` }
  const at = a.findIndex((byte, index) => byte !== b[index])
  return at === -1 ? undefined : { a: String(a[at]), b: String(b[at]) }
}

function comparePixels(a: DecodedPng, b: DecodedPng): Comparison {
  const step = a.depth < 8 ? 1 : a.channels
  const compared = Math.ceil(a.data.length / step)
  let [differing, largest] = [0, 0]
  let first: number | undefined
  for (let pixel = 0; pixel < compared; pixel++) {
    let size = 0
    for (let at = pixel * step; at < (pixel + 1) * step; at++) size = Math.max(size, Math.abs((a.data[at] ?? 0) - (b.data[at] ?? 0)))
    if (size === 0) continue
    first ??= pixel
    differing += 1
    largest = Math.max(largest, size)
  }
  if (first === undefined) return { rung: 'canonical', comparer: 'png', evidence: { compared, differing }, notes: [] }
  const valueOf = ({ data }: DecodedPng): string => [...data.subarray((first ?? 0) * step, ((first ?? 0) + 1) * step)].join(' ')
  const place = a.depth < 8 ? `byte ${first} of the pixels` : `x ${first % a.width}, y ${Math.floor(first / a.width)}`
  return {
    rung: 'different',
    comparer: 'png',
    evidence: { compared, differing, largestAbsolute: largest, first: { place, a: valueOf(a), b: valueOf(b) } },
    notes: [],
  }
}

function describe({ width, height, depth, channels }: DecodedPng): string {
  return `${width}×${height}, ${depth} bits, ${channels} channels`
}
