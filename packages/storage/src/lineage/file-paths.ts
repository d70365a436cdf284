import type { Connection } from '../database.ts'
import { type Sql, sql } from '../sql.ts'

/** Files and folders by the beginning of their digests, as far as lists of files tell of them: what a file is called in a folder, nothing for a folder. */
export async function findPaths(
  connection: Connection,
  start: string,
  limit: number,
): Promise<readonly { readonly digest: string; readonly path: string }[]> {
  const beginsWith = (column: Sql): Sql => sql`${column} >= ${start} and ${column} < ${`${start}\u{10ffff}`}`
  return connection.all<{ digest: string; path: string }>(
    sql`select * from (select digest, min(path) as path from dataset_files where ${beginsWith(sql`digest`)} group by digest order by digest limit ${limit}) a
      union all
      select * from (select folder as digest, '' as path from dataset_files where ${beginsWith(sql`folder`)} group by folder order by folder limit ${limit}) b
      limit ${limit}`,
  )
}
