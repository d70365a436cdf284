import { type RunningPostgres, startPostgres } from '@reprise/testing'

/** A durable PostgreSQL of this process' own, started when the first database is asked for. */
export class OwnPostgres implements AsyncDisposable {
  #running: Promise<RunningPostgres> | undefined

  /** The URL of a new, empty database. */
  async createDatabase(): Promise<string> {
    this.#running ??= startPostgres({ durable: true })
    return (await this.#running).createDatabase()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await (await this.#running)?.stop()
  }
}
