import type { DatabaseSync } from 'node:sqlite'
import { RepriseError } from '@reprise/protocol'

/** What the rows of an intake are, and what their bytes mean. */
export interface IntakeFormat<Part> {
  readonly table: 'intake' | 'params_intake'
  encode(parts: readonly Part[]): Uint8Array
  /** Throws DATA_LOSS, with the id, for what is damaged. */
  decode(bytes: Uint8Array, id: number): readonly Part[]
}

/**
 * A table that takes in what a flush brought for many runs, one row for all of them: a row per run would touch pages per run in every commit.
 * The settler turns what many flushes brought into rows of the tables that are read, and deletes it here.
 */
export class IntakeTable<Part extends object> {
  readonly #format: IntakeFormat<Part>
  readonly #insert
  readonly #delete
  readonly #select
  readonly #newest

  constructor(database: DatabaseSync, format: IntakeFormat<Part>) {
    const { table } = format
    this.#format = format
    this.#insert = database.prepare(`insert into ${table} (id, data) values (?, ?)`)
    this.#delete = database.prepare(`delete from ${table} where id <= ?`)
    this.#select = database.prepare(`select id, data from ${table} order by id`)
    this.#newest = database.prepare(`select max(id) as newest from ${table}`)
  }

  /** The last row; 0 when there is none. */
  newest(): number {
    return (this.#newest.get()?.['newest'] as number | null | undefined) ?? 0
  }

  write(id: number, parts: readonly Part[]): void {
    this.#insert.run(id, this.#format.encode(parts))
  }

  /** Deletes the rows that were settled. */
  deleteThrough(id: number): void {
    this.#delete.run(id)
  }

  /** Everything that waits, oldest first. What is damaged is passed to `onDamage`, and left out. */
  *read(onDamage: (error: RepriseError) => void): Generator<Part & { readonly id: number }> {
    for (const row of this.#select.iterate()) {
      const id = row['id'] as number
      try {
        for (const part of this.#format.decode(row['data'] as Uint8Array, id)) yield { id, ...part }
      } catch (error) {
        if (!(error instanceof RepriseError)) throw error
        onDamage(error)
      }
    }
  }
}
