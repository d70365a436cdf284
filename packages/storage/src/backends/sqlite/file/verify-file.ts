import type { DatabaseSync } from 'node:sqlite'
import type { Connection } from '../../../database.ts'
import { verifyStore } from '../../../maintenance/verify.ts'
import type { VerifyReport } from '../../../store.ts'

/** What SQLite says of its pages and indexes, and everything that is checked of every store; one snapshot. */
export async function verifyFile(
  database: DatabaseSync,
  connection: Connection,
  onProgress: (done: number, total: number) => void,
): Promise<VerifyReport> {
  const pages = database
    .prepare('pragma integrity_check')
    .all()
    .map((row) => String(row['integrity_check']))
  const report = await verifyStore(connection, onProgress)
  return { ...report, problems: [...pages.filter((line) => line !== 'ok'), ...report.problems] }
}
