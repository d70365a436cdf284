import { digestBytes, type HashAlgorithm, hashAlgorithms, type Hashes, packedBytes, unpackHashes } from '../algorithms.ts'
import type { FileState } from '../outcome.ts'

/**
 * One file in the cache: device, inode, size, mtimeNs and ctimeNs as five 64-bit numbers, a 32-bit set of algorithms, the 32-bit
 * day on which it was last of use, then the digests, with zeros up to the next multiple of eight.
 */
const ALGORITHMS_AT = 40
const DAY_AT = 44
const DIGESTS_AT = 48
const LARGEST = DIGESTS_AT + packedBytes(hashAlgorithms) + 7

/** Bytes with a view of the same. */
export interface Records {
  readonly bytes: Buffer
  readonly view: DataView
}

export function toRecords(bytes: Buffer): Records {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) }
}

/** Bytes of the record at an offset; undefined where there is none whole. */
export function lengthOfRecord({ bytes, view }: Records, at: number): number | undefined {
  if (at + DIGESTS_AT > bytes.length) return undefined
  const algorithms = view.getUint32(at + ALGORITHMS_AT, true)
  const length = lengthFor(algorithms)
  return algorithms === 0 || algorithms >= 1 << hashAlgorithms.length || at + length > bytes.length ? undefined : length
}

export function encodeRecord(file: FileState, hashes: Hashes, day: number): Buffer {
  const algorithms = hashAlgorithms.filter((name) => hashes[name] !== undefined)
  const { bytes, view } = toRecords(Buffer.alloc(lengthFor(toSet(algorithms))))
  for (const [index, name] of (['dev', 'ino', 'size', 'mtimeNs', 'ctimeNs'] as const).entries())
    view.setBigUint64(index * 8, file[name], true)
  view.setUint32(ALGORITHMS_AT, toSet(algorithms), true)
  view.setUint32(DAY_AT, day, true)
  let at = DIGESTS_AT
  for (const name of algorithms) at += bytes.write(hashes[name] ?? '', at, 'hex')
  return bytes
}

/** Whether the record at an offset is of this file. */
export function isOfFile({ view }: Records, at: number, { dev, ino }: Pick<FileState, 'dev' | 'ino'>): boolean {
  return view.getBigUint64(at + 8, true) === ino && view.getBigUint64(at, true) === dev
}

/** Whether the file is as it was when the record at an offset was made. */
export function isUnchanged({ view }: Records, at: number, { size, mtimeNs, ctimeNs }: FileState): boolean {
  return (
    view.getBigUint64(at + 16, true) === size && view.getBigInt64(at + 24, true) === mtimeNs && view.getBigInt64(at + 32, true) === ctimeNs
  )
}

/** The digests of the record at an offset; undefined when it lacks one of those that are asked for. */
export function readRecord({ bytes, view }: Records, at: number, asked: readonly HashAlgorithm[]): Hashes | undefined {
  const held = view.getUint32(at + ALGORITHMS_AT, true)
  const wanted = toSet(asked)
  if ((held & wanted) !== wanted) return undefined
  if (held === wanted) return unpackHashes(bytes, at + DIGESTS_AT, asked)
  const all = unpackHashes(bytes, at + DIGESTS_AT, fromSet(held))
  return Object.fromEntries(asked.map((name) => [name, all[name] ?? '']))
}

/** All digests of the record at an offset. */
export function readWholeRecord(records: Records, at: number): Hashes {
  return unpackHashes(records.bytes, at + DIGESTS_AT, fromSet(records.view.getUint32(at + ALGORITHMS_AT, true)))
}

export function inodeOf({ view }: Records, at: number): bigint {
  return view.getBigUint64(at + 8, true)
}

export function deviceOf({ view }: Records, at: number): bigint {
  return view.getBigUint64(at, true)
}

export function dayOf({ view }: Records, at: number): number {
  return view.getUint32(at + DAY_AT, true)
}

export function setDay({ view }: Records, at: number, day: number): void {
  view.setUint32(at + DAY_AT, day, true)
}

function toSet(algorithms: readonly HashAlgorithm[]): number {
  return algorithms.reduce((set, name) => set | (1 << hashAlgorithms.indexOf(name)), 0)
}

function fromSet(set: number): HashAlgorithm[] {
  return hashAlgorithms.filter((_, index) => (set & (1 << index)) !== 0)
}

/** By the set of algorithms: it is asked for each of very many records. */
const lengths = Array.from({ length: 1 << hashAlgorithms.length }, (_, set) => {
  const bytes = fromSet(set).reduce((sum, name) => sum + digestBytes[name], DIGESTS_AT)
  return Math.min(LARGEST, (bytes + 7) & ~7)
})

function lengthFor(set: number): number {
  return lengths[set] ?? LARGEST
}
