import type { DatabaseSync } from 'node:sqlite'

/** Runs work that, when it fails, leaves nothing in the open transaction. */
export async function inSavepoint<Result>(database: DatabaseSync, work: () => Promise<Result>): Promise<Result> {
  database.exec('savepoint one_call')
  try {
    const result = await work()
    database.exec('release one_call')
    return result
  } catch (error) {
    // SQLite ends the whole transaction by itself when the disk is full.
    if (database.isTransaction) database.exec('rollback to one_call; release one_call')
    throw error
  }
}
