import { inflateZlib } from './inflate.ts'
import { sha1 } from './sha1.ts'

export interface GitObject {
  readonly type: 'commit' | 'tree' | 'blob' | 'tag'
  readonly bytes: Uint8Array
}

/** Objects by their ids. */
export type GitObjects = Map<string, GitObject>

/** Bytes that all objects of a pack may become. */
const MOST_UNPACKED = 192 * 1_024 * 1_024
const types = { 1: 'commit', 2: 'tree', 3: 'blob', 4: 'tag' } as const
const names = new TextEncoder()

/**
 * Reads the objects of a pack of git (version 2) into `objects`, those that are differences to others included; what a thin pack builds on must be there
 * already. Throws an Error in words for the viewer.
 */
export function readPack(pack: Uint8Array, objects: GitObjects): void {
  const view = new DataView(pack.buffer, pack.byteOffset, pack.byteLength)
  if (pack.length < 32 || view.getUint32(0) !== 0x50_41_43_4b || view.getUint32(4) !== 2) throw new Error('It is no pack of git.')
  const count = view.getUint32(8)
  const byPlace = new Map<number, GitObject>()
  let room = MOST_UNPACKED
  let at = 12
  for (let index = 0; index < count; index++) {
    const header = readHeader(pack, at)
    room -= header.size
    if (room < 0) throw new Error('The code is larger than a page can unpack.')
    const { bytes, taken } = inflateZlib(pack, header.next, header.size)
    const base =
      header.base === undefined ? undefined : typeof header.base === 'number' ? byPlace.get(header.base) : objects.get(header.base)
    if (header.base !== undefined && base === undefined) throw new Error('A part of it builds on code that is not here.')
    const object = base === undefined ? { type: typeOf(header.kind), bytes } : { type: base.type, bytes: applyDelta(base.bytes, bytes) }
    if (base !== undefined) room -= object.bytes.length
    byPlace.set(at, object)
    objects.set(sha1(names.encode(`${object.type} ${object.bytes.length}\0`), object.bytes), object)
    at = header.next + taken
  }
}

interface Header {
  readonly kind: number
  /** Bytes when unpacked. */
  readonly size: number
  /** Of a difference: where what it builds on begins, or its id. */
  readonly base: number | string | undefined
  /** Where the packed bytes begin. */
  readonly next: number
}

function readHeader(pack: Uint8Array, place: number): Header {
  let at = place
  let byte = pack[at++] ?? 0
  const kind = (byte >> 4) & 7
  let [size, shift] = [byte & 15, 4]
  while (byte & 0x80) {
    byte = pack[at++] ?? 0
    size += (byte & 0x7f) * 2 ** shift
    shift += 7
  }
  if (size > MOST_UNPACKED) throw new Error('The code is larger than a page can unpack.')
  if (kind === 7) {
    const id = Array.from(pack.subarray(at, at + 20), (one) => one.toString(16).padStart(2, '0')).join('')
    return { kind, size, base: id, next: at + 20 }
  }
  if (kind !== 6) return { kind, size, base: undefined, next: at }
  byte = pack[at++] ?? 0
  let back = byte & 0x7f
  while (byte & 0x80) {
    byte = pack[at++] ?? 0
    back = (back + 1) * 128 + (byte & 0x7f)
  }
  return { kind, size, base: place - back, next: at }
}

function typeOf(kind: number): GitObject['type'] {
  const type = types[kind as keyof typeof types]
  if (type === undefined) throw new Error('It holds an object of a kind that there is not.')
  return type
}

/** Copies from what it builds on, and what is new in between. */
function applyDelta(base: Uint8Array, delta: Uint8Array): Uint8Array {
  let at = 0
  const number = (): number => {
    let [value, shift, byte] = [0, 0, 0]
    do {
      byte = delta[at++] ?? 0
      value += (byte & 0x7f) * 2 ** shift
      shift += 7
    } while (byte & 0x80)
    return value
  }
  if (number() !== base.length) throw new Error('A part of it builds on other code.')
  const size = number()
  if (size > MOST_UNPACKED) throw new Error('The code is larger than a page can unpack.')
  const out = new Uint8Array(size)
  let written = 0
  while (at < delta.length) {
    const order = delta[at++] ?? 0
    const part = (flags: number, bytes: number): number => {
      let value = 0
      for (let index = 0; index < bytes; index++) if (order & (flags << index)) value += (delta[at++] ?? 0) * 2 ** (8 * index)
      return value
    }
    if (order & 0x80) {
      const from = part(1, 4)
      const length = part(0x10, 3) || 0x1_00_00
      if (from + length > base.length || written + length > size) throw new Error('It is damaged.')
      out.set(base.subarray(from, from + length), written)
      written += length
    } else {
      if (order === 0 || written + order > size) throw new Error('It is damaged.')
      out.set(delta.subarray(at, at + order), written)
      at += order
      written += order
    }
  }
  return out
}
