import { RepriseError } from '@reprise/protocol/errors'
import type { HashAlgorithm, Hashes } from '../algorithms.ts'
import type { FileState } from '../outcome.ts'
import { type FileVersion, readCacheFile, versionOf, writeCacheFile } from './cache-file.ts'
import { AddedRecords } from './added-records.ts'
import { dayOf, encodeRecord, isUnchanged, readRecord, readWholeRecord, setDay } from './record.ts'
import { RecordTable } from './record-table.ts'

/**
 * Nanoseconds. A file that was last written less than this before it was read could be written again without its times changing, on
 * file systems that count in ticks of up to two seconds. Git calls such files racy. Those that count in less than ten milliseconds, as times that are no
 * multiple of it show, have the ticks of their kernel.
 */
const RACY = 2_000_000_000n
const RACY_IN_TICKS = 100_000_000n
const TICK = 10_000_000n
const DAY = 86_400_000
/** Days after which a file that nobody asked for is forgotten. */
const FORGET_AFTER = 60
/** Days after which it is written down that a file was asked for. */
const NOTE_AFTER = 7

/** Digests of files that have not changed since they were read. */
export interface StatCache {
  /** The digests of a file, if it is as it was when they were computed, and all that are asked for are known. */
  find(file: FileState, algorithms: readonly HashAlgorithm[]): Hashes | undefined
  /** Learns the digests of a file whose reading began at `readNs` (nanoseconds since 1970); nothing, when it was written just before. */
  add(file: FileState, hashes: Hashes, readNs: bigint): void
  /** Writes what was learnt, together with what other processes wrote meanwhile. Answers why it could not: the digests stay right. */
  save(): RepriseError | undefined
}

/**
 * Opens the cache in a file that any number of processes may use: it is replaced as a whole, so each sees an old or a new one, and two
 * that save at once may lose something they would have to hash again, never more. A damaged file is an empty cache.
 */
export function openStatCache(path: string, now: () => number = Date.now): StatCache {
  return new FileStatCache(path, now)
}

class FileStatCache implements StatCache {
  readonly #path: string
  readonly #now: () => number
  readonly #added = new AddedRecords()
  #known: { readonly table: RecordTable; readonly version: FileVersion } | undefined
  #isNoted = false

  constructor(path: string, now: () => number) {
    this.#path = path
    this.#now = now
  }

  /** Read when it is first asked for: many are opened that nobody asks. */
  get #table(): RecordTable {
    return (this.#known ??= this.#read()).table
  }

  #read(): { readonly table: RecordTable; readonly version: FileVersion } {
    const { records, version } = readCacheFile(this.#path)
    return { table: new RecordTable(records), version }
  }

  find(file: FileState, algorithms: readonly HashAlgorithm[]): Hashes | undefined {
    const offset = this.#table.find(file)
    if (offset === undefined || !isUnchanged(this.#table.records, offset, file)) return undefined
    const today = this.#today()
    if (dayOf(this.#table.records, offset) + NOTE_AFTER < today) {
      setDay(this.#table.records, offset, today)
      this.#isNoted = true
    }
    return readRecord(this.#table.records, offset, algorithms)
  }

  add(file: FileState, hashes: Hashes, readNs: bigint): void {
    const written = file.mtimeNs > file.ctimeNs ? file.mtimeNs : file.ctimeNs
    if (written + (file.ctimeNs % TICK === 0n ? RACY : RACY_IN_TICKS) > readNs) return
    const offset = this.#table.find(file)
    const known =
      offset === undefined || !isUnchanged(this.#table.records, offset, file) ? {} : readWholeRecord(this.#table.records, offset)
    this.#added.add(encodeRecord(file, { ...known, ...hashes }, this.#today()))
  }

  save(): RepriseError | undefined {
    if (this.#added.bytes.length === 0 && !this.#isNoted) return undefined
    try {
      if (versionOf(this.#path) !== this.#known?.version) this.#known = this.#read()
      writeCacheFile(this.#path, this.#merge())
      return undefined
    } catch (error) {
      const { code = 'unknown' } = error as NodeJS.ErrnoException
      return new RepriseError('RESOURCE_EXHAUSTED', `The cache of digests ${this.#path} can not be written (${code}).`, {
        hint: 'The next time these files are hashed again.',
        cause: error,
      })
    }
  }

  /** What was known and is not too old, then what was learnt. */
  #merge(): Buffer[] {
    const oldest = this.#today() - FORGET_AFTER
    const [known, added] = [this.#table, new RecordTable(this.#added.bytes)]
    return [
      ...known.select((start) => dayOf(known.records, start) >= oldest && added.find(known.fileAt(start)) === undefined),
      ...added.select((start) => added.find(added.fileAt(start)) === start),
    ]
  }

  #today(): number {
    return Math.floor(this.#now() / DAY)
  }
}
