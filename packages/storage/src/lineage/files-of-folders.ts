import type { LoggedDataset } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { join, list, raw, type Sql, sql } from '../sql.ts'
import { type Data, type DatasetRow, isContent, isEmpty, keyOfData, readData, readDatasets } from './data.ts'
import type { Links } from './links.ts'

/** Rows of one statement. */
const AT_ONCE = 200
/** Files and folders that one step looks at. */
const MOST_ROWS = 10_000

/** Remembers which files a folder has, or which folders a file. What is empty, or whose digest is none of content, is left out: it says nothing. */
export async function keepFiles(connection: Connection, { digest, files, folders }: LoggedDataset): Promise<void> {
  const ofFiles = files.map((file) => ({ folder: digest, digest: file.digest, path: file.path })).filter(saysMore)
  const rows = [
    ...((await isKnown(connection, digest, ofFiles)) ? [] : ofFiles),
    ...folders.map((folder) => ({ folder: folder.digest, digest, path: folder.path })).filter(saysMore),
  ]
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const values = rows.slice(at, at + AT_ONCE).map((row) => list([row.folder, row.digest, row.path]))
    await connection.run(sql`insert into dataset_files (folder, digest, path) values ${join(values, ', ')} on conflict do nothing`)
  }
}

type FileRow = { readonly folder: string; readonly digest: string; readonly path: string }

function saysMore(row: FileRow): boolean {
  return isContent(row.folder) && isContent(row.digest) && !isEmpty(row)
}

/** A folder that is logged again, as most are, has the same files: its digest says which. */
async function isKnown(connection: Connection, folder: string, files: readonly FileRow[]): Promise<boolean> {
  if (files.length === 0) return true
  const known = await connection.get<{ count: number }>(sql`select count(*) as count from dataset_files where folder = ${folder}`)
  return Number(known?.count ?? 0) >= new Set(files.map((file) => file.digest)).size
}

/**
 * For data by key: the folders that have them and the files that they have, as far as runs made them (`outputs`) or read them (`inputs`): nothing else leads on. The newest
 * first. `isWhole` is false where more would have had to be looked at.
 */
export async function findFilesAndFolders(
  connection: Connection,
  data: readonly Data[],
  table: Links,
): Promise<{ readonly byKey: ReadonlyMap<string, readonly Data[]>; readonly isWhole: boolean }> {
  const digests = data.flatMap(({ digest }) => (isContent(digest) ? [digest] : []))
  if (digests.length === 0) return { byKey: new Map(), isWhole: true }
  const rows = await connection.all<{ own: string; id: number }>(
    sql`select q.own, d.id from (${related(digests)}) q join datasets d on d.digest = q.other
      where exists (select 1 from ${raw(table)} l where l.dataset_id = d.id) order by d.id desc limit ${MOST_ROWS}`,
  )
  const datasets = await readDatasets(
    connection,
    rows.map(({ id }) => id),
  )
  const found = await readData(connection, [...datasets.values()])
  const dataOf = (dataset: DatasetRow | undefined): Data[] => (dataset === undefined ? [] : [found.get(keyOfData(dataset)) ?? []].flat())
  return {
    byKey: new Map(
      [...Map.groupBy(rows, ({ own }) => own)].map(([own, some]) => [
        own,
        [...new Set(some.flatMap(({ id }) => dataOf(datasets.get(id))))],
      ]),
    ),
    isWhole: rows.length < MOST_ROWS,
  }
}

function related(digests: readonly string[]): Sql {
  return sql`select own, other from (select digest as own, folder as other from dataset_files where digest in ${list(digests)} limit ${MOST_ROWS}) a
    union all select own, other from (select folder as own, digest as other from dataset_files where folder in ${list(digests)} limit ${MOST_ROWS}) b`
}
