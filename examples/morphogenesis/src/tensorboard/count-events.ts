import { maskedCrc32c } from './crc32c.ts'

/**
 * How many records an event file has.
 * @throws Error where one is cut off, or its sums do not fit
 */
export function countEvents(file: Uint8Array): number {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  let count = 0
  for (let start = 0; start < bytes.length; count++) {
    const length = start + 12 <= bytes.length ? Number(bytes.readBigUInt64LE(start)) : Infinity
    const end = start + 12 + length
    if (end + 4 > bytes.length) throw new Error(`event ${count} is cut off`)
    const fits = [
      bytes.readUInt32LE(start + 8) === maskedCrc32c(bytes.subarray(start, start + 8)),
      bytes.readUInt32LE(end) === maskedCrc32c(bytes.subarray(start + 12, end)),
    ]
    if (fits.includes(false)) throw new Error(`event ${count} is damaged`)
    start = end + 4
  }
  return count
}
