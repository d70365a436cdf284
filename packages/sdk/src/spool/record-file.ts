import { closeSync, fdatasyncSync, ftruncateSync, openSync, renameSync } from 'node:fs'
import { copyRange, readFrame, writeFully } from './frame-file.ts'
import type { SpoolFiles } from './layout.ts'
import { encodeFrame, type SpoolRecord } from './record.ts'
import { type SpoolSpace, toSpaceError } from './space.ts'

/** Bytes of settled records at which the file is rewritten without them. */
const COMPACT_AT = 16 * 1024 * 1024
/** Bytes of records kept in memory as well, so that a server that keeps up costs no reading. */
const RECENT_BYTES = 4 * 1024 * 1024

interface Recent {
  readonly record: SpoolRecord
  readonly length: number
}

export interface OpenedFile {
  readonly files: SpoolFiles
  readonly fd: number
  /** Where the first record begins. */
  readonly start: number
  readonly end: number
  readonly space: SpoolSpace
}

/** The records of a spool file: appended at its end, taken from its front. What was taken goes from the file now and then. */
export class RecordFile {
  readonly #files: SpoolFiles
  readonly #start: number
  readonly #space: SpoolSpace
  readonly #recent = new Map<number, Recent>()
  #recentBytes = 0
  #fd: number
  #read: number
  #end: number
  #current: Recent | undefined

  constructor({ files, fd, start, end, space }: OpenedFile) {
    this.#files = files
    this.#fd = fd
    this.#start = start
    this.#space = space
    this.#read = start
    this.#end = end
  }

  /** Bytes of the records that were not taken. */
  get backlog(): number {
    return this.#end - this.#read
  }

  /** Bytes before the first record. */
  get headerBytes(): number {
    return this.#start
  }

  /** Throws RESOURCE_EXHAUSTED where there is no room; then nothing of the record is left. */
  append(record: SpoolRecord): void {
    const frame = encodeFrame(record)
    this.#space.take(frame.length)
    try {
      writeFully(this.#fd, frame, this.#end)
    } catch (error) {
      this.#space.give(frame.length)
      // A full disk may have taken a part: the next record must not follow a torn one.
      ftruncateSync(this.#fd, this.#end)
      throw toSpaceError(error, this.#files.records)
    }
    if (this.#recentBytes + frame.length <= RECENT_BYTES) {
      this.#recent.set(this.#end, { record, length: frame.length })
      this.#recentBytes += frame.length
    }
    this.#end += frame.length
  }

  /** The first record that was not taken. */
  first(): SpoolRecord | undefined {
    if (this.#current !== undefined) return this.#current.record
    if (this.backlog === 0) return undefined
    const recent = this.#recent.get(this.#read)
    if (recent !== undefined) {
      this.#recent.delete(this.#read)
      this.#recentBytes -= recent.length
    }
    this.#current = recent ?? this.#readRecord()
    return this.#current?.record
  }

  /** Takes the record that {@link RecordFile.first} told; answers it. */
  take(): SpoolRecord | undefined {
    const taken = this.#current
    this.#read += taken?.length ?? 0
    this.#current = undefined
    if (this.#read === this.#end) this.#truncate(this.#start)
    else if (this.#read > COMPACT_AT && this.backlog < this.#read) this.#compact()
    return taken?.record
  }

  persist(): void {
    fdatasyncSync(this.#fd)
  }

  clear(): void {
    this.#truncate(this.#start)
  }

  /** Leaves the file, without what was taken where it can be rewritten. */
  close(): void {
    try {
      if (this.backlog > 0) {
        if (this.#read > this.#start) this.#compact()
        fdatasyncSync(this.#fd)
      }
    } catch {
      // The disk is full or gone. What was settled stays in the file as well, and is recognised by its idempotency keys.
    }
    closeSync(this.#fd)
  }

  /** A torn or damaged frame ends the file: what follows can not be trusted, and is kept aside. */
  #readRecord(): Recent | undefined {
    const frame = readFrame(this.#fd, this.#read, this.#end)
    if (frame !== undefined) return { record: frame.content as SpoolRecord, length: frame.length }
    const damaged = openSync(this.#files.damaged, 'w', 0o600)
    copyRange(this.#fd, damaged, { from: this.#read, to: this.#end, at: 0 })
    closeSync(damaged)
    this.#truncate(this.#read)
    return undefined
  }

  #truncate(length: number): void {
    ftruncateSync(this.#fd, length)
    this.#space.give(this.#end - length)
    this.#read = length
    this.#end = length
  }

  /** Rewrites the file without what was taken; a crash leaves either file, both of which hold all that waits. */
  #compact(): void {
    const path = `${this.#files.records}.new`
    const fd = openSync(path, 'w+', 0o600)
    copyRange(this.#fd, fd, { from: 0, to: this.#start, at: 0 })
    copyRange(this.#fd, fd, { from: this.#read, to: this.#end, at: this.#start })
    renameSync(path, this.#files.records)
    closeSync(this.#fd)
    this.#fd = fd
    const moved = this.#read - this.#start
    const recent = [...this.#recent]
    this.#recent.clear()
    for (const [offset, entry] of recent) this.#recent.set(offset - moved, entry)
    this.#space.give(moved)
    this.#read -= moved
    this.#end -= moved
  }
}
