import { closeSync, fdatasyncSync, openSync } from 'node:fs'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { pragma, syncFolderOf } from './open-file.ts'

/** The write-ahead log is copied into the database when more than this waits in it: about ten milliseconds, in which no call is answered. */
const LOG_BYTES = 16 * 1024 * 1024
/** Past this the copying now and then waits a moment for readers, which otherwise keep the log from starting over. */
const MOST_LOG_BYTES = 32 * LOG_BYTES
const PATIENCE_MILLISECONDS = 1_000
const MILLISECONDS_BETWEEN_WAITS = 30_000
/** Asking for the length costs microseconds from SQLite 3.51 on; older ones copy what they can when they are asked. */
const COMMITS_BETWEEN_LOOKS = { new: 16, old: 1_024 }
const MILLISECONDS_BETWEEN_ATTEMPTS = 250

/**
 * The write-ahead log: makes it durable, and keeps it short, between commits and not inside them. The file is not cut
 * off: a commit that writes over it is a third faster than one that makes it longer.
 */
export class LogFile {
  readonly #database: DatabaseSync
  readonly #look: StatementSync
  readonly #copy: StatementSync
  readonly #path: string
  readonly #pageSize: number
  readonly #commitsBetweenLooks: number
  #commits = 0
  #notBefore = 0
  #waitsNotBefore = 0
  #file: number | undefined

  constructor(database: DatabaseSync, path: string) {
    this.#database = database
    this.#path = path
    this.#pageSize = pragma(database, 'page_size')
    this.#commitsBetweenLooks = COMMITS_BETWEEN_LOOKS[canLook(database) ? 'new' : 'old']
    this.#look = database.prepare('pragma wal_checkpoint(noop)')
    this.#copy = database.prepare('pragma wal_checkpoint(restart)')
  }

  /** Returns when everything committed so far is on the disk. */
  sync(): void {
    if (this.#file === undefined) {
      this.#file = openSync(`${this.#path}-wal`, 'r+')
      syncFolderOf(this.#path)
    }
    fdatasyncSync(this.#file)
  }

  /** Lets go of the file. */
  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }

  /** To be called after each commit. */
  tidy(): void {
    if (++this.#commits % this.#commitsBetweenLooks !== 0 || performance.now() < this.#notBefore) return
    const bytes = Number(this.#look.get()?.['log'] ?? 0) * this.#pageSize
    if (bytes <= LOG_BYTES) return
    const waits = bytes > MOST_LOG_BYTES && performance.now() > this.#waitsNotBefore
    this.#database.exec(`pragma busy_timeout = ${waits ? PATIENCE_MILLISECONDS : 0}`)
    this.#copy.get()
    if (waits) this.#waitsNotBefore = performance.now() + MILLISECONDS_BETWEEN_WAITS
    this.#notBefore = performance.now() + MILLISECONDS_BETWEEN_ATTEMPTS
  }

  /** Copies everything and cuts the file off: at the end, and when space is to be given back. */
  empty(): void {
    this.#database.exec(`pragma busy_timeout = ${PATIENCE_MILLISECONDS}; pragma wal_checkpoint(truncate)`)
  }
}

/** Whether `noop` is known; it is taken for `passive` otherwise. */
function canLook(database: DatabaseSync): boolean {
  const version = String(database.prepare('select sqlite_version() as version').get()?.['version'])
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 3 || (major === 3 && minor >= 51)
}
