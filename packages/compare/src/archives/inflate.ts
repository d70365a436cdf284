import { Gunzip, Inflate, Unzlib } from 'fflate'
import { Unreadable } from '../comparer.ts'

const SLICE = 16_384

const decoders = { gzip: Gunzip, deflate: Inflate, zlib: Unzlib }

/**
 * Unpacks, up to `most` bytes; throws {@link Unreadable} past that. Packed bytes are given in small slices: one of them becomes at most some
 * sixteen megabytes, so that a bomb is given up before it fills the memory.
 */
export function inflate(packed: Uint8Array, format: keyof typeof decoders, most: number): Uint8Array {
  const chunks: Uint8Array[] = []
  let size = 0
  let isDone = false
  const decoder = new decoders[format]((chunk: Uint8Array, final: boolean) => {
    size += chunk.length
    if (size > most) throw new Unreadable('it unpacks to more than is looked into')
    chunks.push(chunk)
    isDone ||= final
  })
  for (let at = 0; at < packed.length; at += SLICE) {
    decoder.push(packed.subarray(at, at + SLICE), at + SLICE >= packed.length)
  }
  if (!isDone) throw new Unreadable('it ends before it is complete')
  return concatenate(chunks)
}

export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xed_b8_83_20 ^ (crc >>> 1) : crc >>> 1
  return crc
})

/** CRC-32 as zip, gzip and PNG use it. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xff_ff_ff_ff
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xff_ff_ff_ff) >>> 0
}
