import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { isAlive } from '../locks/is-alive.ts'
import { toFileError } from '../paths/index.ts'
import type { StageCommand } from '../running/index.ts'
import { type ScriptOptions, writeScript } from './script.ts'

/** What a job wrote last. */
export type JobEnd =
  | { readonly kind: 'exited'; readonly code: number }
  /** It could not be started, or was ended since nobody was there for it. */
  | { readonly kind: 'failed' | 'lost'; readonly reason: string }

/** Milliseconds between renewals of the lease. */
export const RENEWAL = 5_000

/**
 * A folder that all machines see, by which a command that runs elsewhere and we speak: nothing of the command, neither its words nor its variables, goes
 * through the engine. Only the user can read it.
 */
export class JobFolder {
  readonly path: string
  readonly script: string
  readonly output: Readonly<Record<'stdout' | 'stderr', string>>
  #renewals = 0

  constructor(path: string) {
    this.path = path
    this.script = join(path, 'script')
    this.output = { stdout: join(path, 'stdout'), stderr: join(path, 'stderr') }
  }

  static create(parent: string, command: StageCommand, options: Omit<ScriptOptions, 'job'>): JobFolder {
    const job = new JobFolder(join(parent, `${Date.now().toString(36)}-${randomBytes(6).toString('hex')}`))
    try {
      mkdirSync(job.path, { recursive: true, mode: 0o700 })
      job.#put('owner', `${process.pid} ${hostname()}`)
      job.renew()
      for (const file of Object.values(job.output)) writeFileSync(file, '')
      writeFileSync(job.script, writeScript(command, { ...options, job: job.path }), { mode: 0o700 })
      return job
    } catch (error) {
      rmSync(job.path, { recursive: true, force: true })
      throw toFileError(error, job.path)
    }
  }

  get name(): string {
    return this.path.slice(this.path.lastIndexOf('/') + 1)
  }

  /** Whether the command was started. */
  get isBegun(): boolean {
    return existsSync(join(this.path, 'begun'))
  }

  /** Undefined while it runs. */
  get end(): JobEnd | undefined {
    const text = this.#read('end')
    if (text === undefined) return undefined
    const [, word, rest = ''] = /^(\w+) (.*)/.exec(text) ?? []
    if (word === 'exited') return { kind: 'exited', code: Number(rest) }
    return { kind: word === 'failed' ? 'failed' : 'lost', reason: rest }
  }

  /** Whether the process that asked for it is there to wait for it, as far as can be known. */
  isOwned(patience: number): boolean {
    const [pid = '', host] = this.#read('owner')?.trim().split(' ') ?? []
    if (host === hostname()) return isAlive(Number(pid))
    const lease = statSync(join(this.path, 'lease'), { throwIfNoEntry: false })
    return lease !== undefined && Date.now() - lease.mtimeMs < patience * 1_000
  }

  /** Says that somebody still waits for the command. */
  renew(): void {
    this.#renewals++
    this.#put('lease', String(this.#renewals))
  }

  /** Has the command be told within a second or two; `KILL` ends it and all that it has started. */
  tell(signal: 'HUP' | 'INT' | 'TERM' | 'KILL'): void {
    this.#put('cancel', signal)
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true, maxRetries: 3 })
  }

  #put(name: string, text: string): void {
    const temporary = join(this.path, `${name}.new`)
    writeFileSync(temporary, `${text}\n`, { mode: 0o600 })
    renameSync(temporary, join(this.path, name))
  }

  #read(name: string): string | undefined {
    try {
      return readFileSync(join(this.path, name), 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw toFileError(error, this.path)
    }
  }
}
