import type { FileState } from '../outcome.ts'
import { deviceOf, inodeOf, isOfFile, lengthOfRecord, type Records, toRecords } from './record.ts'

/** What names a file on a machine. */
export type FileName = Pick<FileState, 'dev' | 'ino'>

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

  /** Where the record of a file begins; of several, the last one. */
  find(file: FileName): number | undefined {
    for (let slot = this.#slotOf(file.ino); ; slot = (slot + 1) & this.#mask) {
      const offset = this.#offsets[slot] ?? -1
      if (offset < 0) return undefined
      if (isOfFile(this.records, offset, file)) return offset
    }
  }

  /** The records that are wanted, those that follow each other in one piece. */
  *select(isWanted: (start: number) => boolean): Generator<Buffer> {
    let [from, to] = [0, 0]
    for (const start of startsOf(this.records)) {
      if (!isWanted(start)) continue
      if (start !== to) {
        if (to > from) yield this.records.bytes.subarray(from, to)
        from = start
      }
      to = start + (lengthOfRecord(this.records, start) ?? 0)
    }
    if (to > from) yield this.records.bytes.subarray(from, to)
  }

  /** Device and inode of a record. */
  fileAt(offset: number): FileName {
    return { dev: deviceOf(this.records, offset), ino: inodeOf(this.records, offset) }
  }

  #insert(offset: number): void {
    const file = this.fileAt(offset)
    let slot = this.#slotOf(file.ino)
    for (let there = this.#offsets[slot] ?? -1; there >= 0; there = this.#offsets[slot] ?? -1) {
      if (isOfFile(this.records, there, file)) break
      slot = (slot + 1) & this.#mask
    }
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
