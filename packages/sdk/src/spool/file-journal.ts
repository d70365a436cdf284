import { appendFileSync, closeSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { encodeJson, RepriseError } from '@reprise/protocol'
import type { Claim } from './claim.ts'
import { readFrame, writeFully } from './frame-file.ts'
import type { Journal } from './journal.ts'
import type { SpoolFiles } from './layout.ts'
import { encodeFrame, type SpoolHeader, type SpoolRecord } from './record.ts'
import { type OpenedFile, RecordFile } from './record-file.ts'
import { type SpoolSpace, toSpaceError, unlimitedSpace } from './space.ts'

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

interface Opened extends OpenedFile {
  readonly claim: Claim
}

/** A spool file with the artifacts beside it. */
class FileJournal implements Journal {
  readonly #files: SpoolFiles
  readonly #claim: Claim
  readonly #space: SpoolSpace
  readonly #records: RecordFile
  #waiting: number
  #closed = false

  constructor({ claim, ...file }: Opened) {
    this.#files = file.files
    this.#claim = claim
    this.#space = file.space
    this.#records = new RecordFile(file)
    this.#waiting = this.backlog > 0 ? 1 : 0
  }

  get backlog(): number {
    return this.#records.backlog
  }

  /** After a file was opened that another process left, it is not known how many follow the first. */
  get waiting(): number {
    return this.backlog === 0 ? 0 : Math.max(1, this.#waiting)
  }

  append(record: SpoolRecord): void {
    this.#records.append(record)
    this.#waiting += 1
  }

  peek(): SpoolRecord | undefined {
    return this.#records.first()
  }

  settle(): void {
    if (this.#closed) return
    this.#waiting -= 1
    const record = this.#records.take()
    if (record?.operation === 'uploadArtifact') this.#removeArtifact(record.request.file)
  }

  reject(error: RepriseError): void {
    if (this.#closed) return
    const record = this.#records.first()
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
    if (!this.#closed) this.#records.persist()
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#records.close()
    if (this.backlog === 0) {
      rmSync(this.#files.artifacts, { recursive: true, force: true })
      rmSync(this.#files.records, { force: true })
      rmSync(`${this.#files.records}.new`, { force: true })
      this.#space.give(this.#records.headerBytes)
    }
    this.#claim.release(this.backlog === 0)
  }

  discard(): void {
    if (this.#closed) return
    this.#records.clear()
    this.close()
    rmSync(this.#files.rejected, { force: true })
    rmSync(this.#files.rejectedArtifacts, { recursive: true, force: true })
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
