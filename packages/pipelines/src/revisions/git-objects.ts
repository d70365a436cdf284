import type { ChildProcessByStdio } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { type GitPlace, spawnGit } from '@reprise/capture/git'
import { RepriseError } from '@reprise/protocol/errors'

/** The largest object that is read: files that are read from commits are written by hand or are results that people look at. */
const LARGEST = 512 * 1024 * 1024

export interface GitObject {
  readonly oid: string
  readonly type: string
  readonly bytes: Buffer
}

interface Waiting {
  readonly resolve: (found: GitObject | undefined) => void
  readonly reject: (error: Error) => void
}

/** Reads objects of a git repository through one process of git, which answers in the order in which it is asked. */
export class GitObjects implements Disposable {
  readonly #place: GitPlace
  #child: ChildProcessByStdio<Writable, Readable, Readable> | undefined
  readonly #waiting: Waiting[] = []
  #chunks: Buffer[] = []
  #length = 0
  #header: { readonly oid: string; readonly type: string; readonly size: number } | undefined
  #trouble: RepriseError | undefined

  constructor(place: GitPlace) {
    this.#place = place
  }

  /** An object by its id or by any name that git knows for it; undefined where there is none. */
  read(name: string): Promise<GitObject | undefined> {
    if (name === '' || name.includes('\n')) return Promise.resolve(undefined)
    return new Promise((resolve, reject) => {
      if (this.#trouble !== undefined) return reject(this.#trouble)
      this.#waiting.push({ resolve, reject })
      this.#open().stdin.write(`${name}\n`)
    })
  }

  [Symbol.dispose](): void {
    this.#child?.stdin.end()
    this.#child = undefined
  }

  #open(): ChildProcessByStdio<Writable, Readable, Readable> {
    if (this.#child !== undefined) return this.#child
    const child = spawnGit(this.#place, ['cat-file', '--batch'])
    const fail = (reason: string): void => {
      this.#trouble = new RepriseError('INTERNAL_ERROR', `git could not be asked: ${reason}`)
      for (const { reject } of this.#waiting.splice(0)) reject(this.#trouble)
    }
    child.stdout.on('data', (bytes: Buffer) => {
      this.#chunks.push(bytes)
      this.#length += bytes.length
      try {
        this.#answer()
      } catch (error) {
        fail((error as Error).message)
        child.kill()
      }
    })
    child.stderr.resume()
    child.stdin.on('error', () => undefined)
    child.on('error', (error) => fail(error.message))
    child.on('close', () => {
      if (this.#waiting.length > 0) fail('it ended')
    })
    this.#child = child
    return child
  }

  #answer(): void {
    for (;;) {
      this.#header ??= this.#readHeader()
      if (this.#header === undefined) return
      const { oid, type, size } = this.#header
      if (size < 0) {
        this.#header = undefined
        this.#waiting.shift()?.resolve(undefined)
        continue
      }
      if (this.#length < size + 1) return
      const bytes = this.#take(size + 1).subarray(0, size)
      this.#header = undefined
      this.#waiting.shift()?.resolve({ oid, type, bytes })
    }
  }

  #readHeader(): { readonly oid: string; readonly type: string; readonly size: number } | undefined {
    const first = this.#joined()
    const end = first.indexOf(0x0a)
    if (end < 0) return undefined
    const line = this.#take(end + 1).toString('utf8', 0, end)
    const match = /^([0-9a-f]{40,64}) (\w+) (\d+)$/.exec(line)
    if (match === null) return { oid: '', type: 'missing', size: -1 }
    const [, oid = '', type = '', size = '0'] = match
    if (Number(size) > LARGEST) throw new Error(`the object ${oid} has ${size} bytes, more than can be worked with`)
    return { oid, type, size: Number(size) }
  }

  #joined(): Buffer {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)]
    return this.#chunks[0] ?? Buffer.alloc(0)
  }

  #take(length: number): Buffer {
    const all = this.#joined()
    this.#chunks = all.length > length ? [all.subarray(length)] : []
    this.#length -= length
    return Buffer.from(all.subarray(0, length))
  }
}
