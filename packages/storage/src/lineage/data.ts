import { RepriseError } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { findPaths } from './file-paths.ts'
import { join, list, type Sql, sql } from '../sql.ts'

/** A dataset of one experiment, as far as lineage tells of it. */
export type DatasetRow = {
  readonly id: number
  readonly name: string
  readonly digest: string
  readonly source: string
  readonly profile: string | null
}

/** Datasets that are the same data: those with one digest, or, where a digest says little, with one name and digest. */
export interface Data {
  readonly key: string
  readonly digest: string
  /** The newest first; none where only a list of files of a folder has it. */
  readonly datasets: readonly DatasetRow[]
  /** Whether there are more than are listed. */
  readonly hasMore: boolean
  /** What the files of a folder call it, where no dataset does. */
  readonly path?: string
}

/** Datasets with one digest that are looked at: each experiment has its own, and each name. */
const MOST_DATASETS = 100
/** Datasets that are looked at together. */
const MOST_ROWS = 10_000
/** Characters of a source or profile that are worth telling. */
const LONGEST_TEXT = 1_000
const FEWEST_OF_DIGEST = 6
const MOST_NAMED = 5

const content = /^[0-9a-f]{32,}(?:\.dir)?$/
/** Of no bytes in MD5, SHA-1 and SHA-256, and of a folder without files. */
const empty: ReadonlySet<string> = new Set([
  'd41d8cd98f00b204e9800998ecf8427e',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'd751713988987e9331980363e24189ce.dir',
])

/** What is selected of `datasets d`. */
const datasetColumns: Sql = sql`d.id, d.name, d.digest,
  case when length(d.source) <= ${LONGEST_TEXT} then d.source else '' end as source,
  case when length(d.profile) <= ${LONGEST_TEXT} then d.profile end as profile`

/** The same for all datasets that are the same data. Short digests are those of clients that count rows or versions: a name goes with them. */
export function keyOfData({ name, digest }: Pick<DatasetRow, 'name' | 'digest'>): string {
  return isContent(digest) ? digest : `${digest} ${name}`
}

/** Whether a digest says enough for data of any name to be the same. */
export function isContent(digest: string): boolean {
  return content.test(digest)
}

export function isEmpty({ digest }: Pick<Data, 'digest'>): boolean {
  return empty.has(digest)
}

/** Datasets by their ids. */
export async function readDatasets(connection: Connection, ids: readonly number[]): Promise<ReadonlyMap<number, DatasetRow>> {
  if (ids.length === 0) return new Map()
  const rows = await connection.all<DatasetRow>(sql`select ${datasetColumns} from datasets d where d.id in ${list([...new Set(ids)])}`)
  return new Map(rows.map((row) => [row.id, row]))
}

/** The data that some datasets are of, by key. */
export async function readData(connection: Connection, of: readonly DatasetRow[]): Promise<ReadonlyMap<string, Data>> {
  const wanted = new Map(of.map((dataset) => [keyOfData(dataset), dataset]))
  const alone = [...wanted].flatMap(([key, { digest }]) => (key === digest ? [digest] : []))
  const named = [...wanted].flatMap(([key, dataset]) => (key === dataset.digest ? [] : [dataset]))
  const rows = [
    ...(alone.length === 0 ? [] : await connection.all<DatasetRow>(newestFirst(sql`datasets d where d.digest in ${list(alone)}`))),
    ...(named.length === 0 ? [] : await connection.all<DatasetRow>(newestFirst(joinNamed(named)))),
  ]
  return new Map(
    [...Map.groupBy(rows, keyOfData)].map(([key, datasets]) => [
      key,
      {
        key,
        digest: datasets[0]?.digest ?? '',
        datasets: datasets.slice(0, MOST_DATASETS),
        hasMore: datasets.length > MOST_DATASETS || rows.length >= MOST_ROWS,
      },
    ]),
  )
}

function newestFirst(from: Sql): Sql {
  return sql`select ${datasetColumns} from ${from} order by d.id desc limit ${MOST_ROWS}`
}

function joinNamed(datasets: readonly DatasetRow[]): Sql {
  const pairs = datasets.map(({ digest, name }) => list([digest, name]))
  return sql`(select column1 as digest, column2 as name from (values ${join(pairs, ', ')}) p) v
    join datasets d on d.digest = v.digest and d.name = v.name`
}

/**
 * The data that a digest, or the beginning of one, names. Throws RESOURCE_DOES_NOT_EXIST where no run recorded any, and INVALID_PARAMETER_VALUE
 * where it names several.
 */
export async function findData(connection: Connection, given: string, name: string | undefined): Promise<Data> {
  const digest = await completeDigest(connection, given.trim().replace(/^(?:md5|sha1|sha256):/i, ''))
  const rows = await connection.all<DatasetRow>(
    sql`select ${datasetColumns} from datasets d where d.digest = ${digest} ${name === undefined ? sql`` : sql`and d.name = ${name}`}
      order by d.id desc limit ${MOST_DATASETS}`,
  )
  const found = new Map(rows.map((row) => [keyOfData(row), row]))
  const [first, ...others] = found.values()
  if (first === undefined && name === undefined) return findFile(connection, digest, given)
  if (first === undefined) throw notFound(given)
  if (others.length > 0) {
    const names = [first, ...others].slice(0, MOST_NAMED).map((row) => JSON.stringify(row.name))
    throw new RepriseError(
      'INVALID_PARAMETER_VALUE',
      `Data with different names have the digest '${digest}', which is too short to say more.`,
      {
        hint: `Give a name, too, such as ${names.join(', ')}.`,
      },
    )
  }
  const data = (await readData(connection, [first])).get(keyOfData(first))
  if (data === undefined) throw notFound(given)
  return data
}

/** A file that no run read or made alone, of a folder that one did, or the other way round. */
async function findFile(connection: Connection, digest: string, given: string): Promise<Data> {
  const [found, ...others] = await findPaths(connection, digest.toLowerCase(), MOST_NAMED + 1)
  if (found === undefined) throw notFound(given)
  if (others.length > 0)
    throw ambiguous(
      given,
      [found, ...others].map((one) => one.digest),
    )
  return { key: found.digest, digest: found.digest, datasets: [], hasMore: false, ...(found.path === '' ? {} : { path: found.path }) }
}

async function completeDigest(connection: Connection, given: string): Promise<string> {
  const exact = await connection.get<{ id: number }>(sql`select id from datasets where digest = ${given} limit 1`)
  if (exact !== undefined) return given
  const start = given.toLowerCase()
  if (start.length < FEWEST_OF_DIGEST) throw notFound(given)
  const rows = await connection.all<{ digest: string }>(
    sql`select distinct digest from datasets where digest >= ${start} and digest < ${`${start}\u{10ffff}`} order by digest limit ${MOST_NAMED + 1}`,
  )
  const [only, ...others] = rows.map((row) => row.digest)
  if (only === undefined) return start
  if (others.length === 0) return only
  throw ambiguous(start, [only, ...others])
}

function ambiguous(start: string, digests: readonly string[]): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', `Several digests begin with '${start}'.`, {
    hint: `Give more of it: ${digests.slice(0, MOST_NAMED).join(', ')}${digests.length > MOST_NAMED ? ', …' : ''}`,
  })
}

function notFound(given: string): RepriseError {
  const shown = given.length > 80 ? `${given.slice(0, 80)}…` : given
  return new RepriseError('RESOURCE_DOES_NOT_EXIST', `No run recorded data with the digest '${shown}'.`)
}
