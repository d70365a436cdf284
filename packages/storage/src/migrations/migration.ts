import type { Dialect } from '../database.ts'

/** One step of the schema, forward only, applied inside a transaction. Numbers have no gaps. */
export interface Migration {
  readonly version: number
  readonly name: string
  /** Statements in order. A migration that was released is never edited. */
  readonly statements: (dialect: Dialect) => readonly string[]
}
