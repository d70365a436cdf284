import { appendFileSync, closeSync, fdatasyncSync, ftruncateSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { encodeJson, RepriseError } from '@reprise/protocol'
import type { Claim } from './claim.ts'
import { copyRange, readFrame, writeFully } from './frame-file.ts'
import type { Journal } from './journal.ts'
import type { SpoolFiles } from './layout.ts'
import { encodeFrame, type SpoolHeader, type SpoolRecord } from './record.ts'
import { type SpoolSpace, toSpaceError, unlimitedSpace } from './space.ts'

/** Bytes of settled records at which the file is rewritten without them. */
const COMPACT_AT = 16 * 1024 * 1024
/** Bytes of records kept in memory as well, so that a server that keeps up costs no reading. */
const RECENT_BYTES = 4 * 1024 * 1024

interface Recent {
  readonly record: SpoolRecord
  readonly length: number
}

/** A writer that begins: its claim is the caller's. */
export interface NewJournal {
  readonly claim: Claim
  readonly header: SpoolHeader
  readonly space: SpoolSpace
}

/** Begins the spool file of a new writer. When that fails, for want of space for one, nothing is left of it, its claim included. */
export function createFileJournal(files: SpoolFiles, { claim, header, space }: NewJournal): Journal {
  const bytes = encodeFrame(header)
  try {
    space.take(bytes.length)
    const fd = openSync(files.records, 'wx+', 0o600)
    writeFully(fd, bytes, 0)
    return new FileJournal({ files, claim, fd, start: bytes.length, end: bytes.length, space })
  } catch (error) {
    rmSync(files.records, { force: true })
    claim.release(true)
    throw toSpaceError(error, files.records)
  }
}

/** A spool file that another process left. */
export interface OpenedJournal {
  readonly journal: Journal
  readonly header: SpoolHeader
}

/**
 * Opens a spool file that another process left; its claim is the caller's. Undefined when not even the header was
 * written: then it holds nothing, and is gone. Throws NOT_IMPLEMENTED for the format of a newer version.
 */
export function openFileJournal(files: SpoolFiles, claim: Claim): OpenedJournal | undefined {
  const fd = openSync(files.records, 'r+')
  const end = statSync(files.records).size
  const frame = readFrame(fd, 0, end)
  const header = frame?.content as SpoolHeader | undefined
  if (frame !== undefined && header?.format === 'reprise-spool') {
    if (header.version === 1)
      return { journal: new FileJournal({ files, claim, fd, start: frame.length, end, space: unlimitedSpace }), header }
    closeSync(fd)
    throw newer(files, header.version)
  }
  closeSync(fd)
  if (end === 0) rmSync(files.records, { force: true })
  else renameSync(files.records, files.damaged)
  claim.release(true)
  return undefined
}

function newer({ records }: SpoolFiles, version: unknown): RepriseError {
  return new RepriseError('NOT_IMPLEMENTED', `${records} has version ${String(version)} of the format, and this program knows version 1.`, {
    hint: 'Synchronise it with the version that wrote it, or a later one.',
  })
}

interface Opened {
  readonly files: SpoolFiles
  readonly claim: Claim
  readonly fd: number
  /** Where the first record begins. */
  readonly start: number
  readonly end: number
  readonly space: SpoolSpace
}

class FileJournal implements Journal {
  readonly #files: SpoolFiles
  readonly #claim: Claim
  readonly #start: number
  readonly #space: SpoolSpace
  readonly #recent = new Map<number, Recent>()
  #recentBytes = 0
  #fd: number
  #read: number
  #end: number
  #current: Recent | undefined
  #waiting = 0
  #closed = false

  constructor({ files, claim, fd, start, end, space }: Opened) {
    this.#files = files
    this.#claim = claim
    this.#fd = fd
    this.#start = start
    this.#space = space
    this.#read = start
    this.#end = end
    this.#waiting = end > start ? 1 : 0
  }

  get backlog(): number {
    return this.#end - this.#read
  }

  /** After a file was opened that another process left, it is not known how many follow the first. */
  get waiting(): number {
    return this.backlog === 0 ? 0 : Math.max(1, this.#waiting)
  }

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
    this.#waiting += 1
  }

  peek(): SpoolRecord | undefined {
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

  settle(): void {
    if (this.#closed) return
    const record = this.#current?.record
    this.#read += this.#current?.length ?? 0
    this.#waiting -= 1
    this.#current = undefined
    if (this.#read === this.#end) this.#truncate(this.#start)
    else if (this.#read > COMPACT_AT && this.backlog < this.#read) this.#compact()
    if (record?.operation === 'uploadArtifact') this.#removeArtifact(record.request.file)
  }

  reject(error: RepriseError): void {
    if (this.#closed) return
    const { record } = this.#current ?? {}
    const { code, message } = error
    appendFileSync(this.#files.rejected, encodeJson({ time: Date.now(), error_code: code, message, record }), { mode: 0o600 })
    appendFileSync(this.#files.rejected, '\n')
    if (record?.operation === 'uploadArtifact') this.#keepRejectedArtifact(record.request.file)
    this.settle()
  }

  hasRoomFor(bytes: number): boolean {
    return this.#space.hasRoomFor(bytes)
  }

  reserve(bytes: number): void {
    if (bytes > 0) this.#space.take(bytes)
    else this.#space.give(-bytes)
  }

  fileFor(name: string): string {
    mkdirSync(this.#files.artifacts, { recursive: true, mode: 0o700 })
    return join(this.#files.artifacts, name)
  }

  persist(): void {
    if (!this.#closed) fdatasyncSync(this.#fd)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    if (this.backlog > 0) this.#leaveBehind()
    closeSync(this.#fd)
    if (this.backlog === 0) {
      rmSync(this.#files.artifacts, { recursive: true, force: true })
      rmSync(this.#files.records, { force: true })
      rmSync(`${this.#files.records}.new`, { force: true })
      this.#space.give(this.#start)
    }
    this.#claim.release(this.backlog === 0)
  }

  discard(): void {
    if (this.#closed) return
    this.#truncate(this.#start)
    this.close()
    rmSync(this.#files.rejected, { force: true })
    rmSync(this.#files.rejectedArtifacts, { recursive: true, force: true })
  }

  #leaveBehind(): void {
    try {
      if (this.#read > this.#start) this.#compact()
      fdatasyncSync(this.#fd)
    } catch {
      // The disk is full or gone. What was settled stays in the file as well, and is recognised by its idempotency keys.
    }
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

  /** Rewrites the file without what was settled; a crash leaves either file, both of which hold all that waits. */
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

  #removeArtifact(name: string): void {
    const path = join(this.#files.artifacts, name)
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
    rmSync(path, { force: true })
    this.#space.give(size)
  }

  #keepRejectedArtifact(name: string): void {
    mkdirSync(this.#files.rejectedArtifacts, { recursive: true, mode: 0o700 })
    renameSync(join(this.#files.artifacts, name), join(this.#files.rejectedArtifacts, name))
  }
}
