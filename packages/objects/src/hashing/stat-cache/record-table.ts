import type { FileState } from '../outcome.ts'
import { deviceOf, inodeOf, isOfFile, lengthOfRecord, type Records, toRecords } from './record.ts'

/** Records by device and inode: a table of offsets, since objects would take longer to make than the files to look at. */
export class RecordTable {
  readonly records: Records
  readonly #offsets: Int32Array
  readonly #mask: number

  constructor(bytes: Buffer) {
    this.records = toRecords(bytes)
    const starts = [...startsOf(this.records)]
    const size = 2 ** Math.ceil(Math.log2(Math.max(8, starts.length * 2)))
    this.#mask = size - 1
    this.#offsets = new Int32Array(size).fill(-1)
    for (const start of starts) this.#insert(start)
  }

  /** Where the record of a file begins. */
  find(file: FileState): number | undefined {
    for (let slot = this.#slotOf(file.ino); ; slot = (slot + 1) & this.#mask) {
      const offset = this.#offsets[slot] ?? -1
      if (offset < 0) return undefined
      if (isOfFile(this.records, offset, file)) return offset
    }
  }

  /** Where each record begins and ends. */
  *ranges(): Generator<readonly [start: number, end: number]> {
    for (const start of startsOf(this.records)) yield [start, start + (lengthOfRecord(this.records, start) ?? 0)]
  }

  /** `device:inode` of a record. */
  keyAt(offset: number): string {
    return `${deviceOf(this.records, offset)}:${inodeOf(this.records, offset)}`
  }

  #insert(offset: number): void {
    let slot = this.#slotOf(inodeOf(this.records, offset))
    while ((this.#offsets[slot] ?? -1) >= 0) slot = (slot + 1) & this.#mask
    this.#offsets[slot] = offset
  }

  #slotOf(inode: bigint): number {
    return Math.imul(Number(BigInt.asUintN(32, inode)), 0x9e3779b1) & this.#mask
  }
}

function* startsOf(records: Records): Generator<number> {
  for (let at = 0, length = lengthOfRecord(records, at); length !== undefined; length = lengthOfRecord(records, at)) {
    yield at
    at += length
  }
}
