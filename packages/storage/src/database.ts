import type { Sql, SqlValue } from './sql.ts'

export type Dialect = 'sqlite' | 'postgres'
/** A row: 64-bit integers are `Int64`s (number when safe), blobs are `Uint8Array`s. */
export type Row = Record<string, SqlValue>

/**
 * A database connection as handlers see it, the same over both databases. On SQLite the promises are resolved when
 * they are returned: the connection is synchronous and has a thread of its own.
 */
export interface Connection {
  readonly dialect: Dialect
  /** All rows. */
  all<Result extends Row = Row>(statement: Sql): Promise<Result[]>
  /** The first row. */
  get<Result extends Row = Row>(statement: Sql): Promise<Result | undefined>
  /** The number of rows changed. */
  run(statement: Sql): Promise<number>
}
