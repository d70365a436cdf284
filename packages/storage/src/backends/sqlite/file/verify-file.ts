import type { DatabaseSync } from 'node:sqlite'
import type { Connection } from '../../../database.ts'
import { verifyStore } from '../../../maintenance/verify.ts'
import type { VerifyReport } from '../../../store.ts'
import { IntakeTable } from '../writer/intake-table.ts'
import { paramsIntake } from '../writer/params-intake.ts'
import { pointsIntake } from '../writer/points-intake.ts'

/** What SQLite says of its pages and indexes, what the intakes hold, and everything that is checked of every store; one snapshot. */
export async function verifyFile(
  database: DatabaseSync,
  connection: Connection,
  onProgress: (done: number, total: number) => void,
): Promise<VerifyReport> {
  const pages = database
    .prepare('pragma integrity_check')
    .all()
    .map((row) => String(row['integrity_check']))
  const damaged: string[] = []
  for (const intake of [new IntakeTable(database, pointsIntake), new IntakeTable(database, paramsIntake)]) {
    for (const _ of intake.read((error) => damaged.push(error.message)));
  }
  const report = await verifyStore(connection, onProgress)
  return { ...report, problems: [...pages.filter((line) => line !== 'ok'), ...damaged, ...report.problems] }
}
