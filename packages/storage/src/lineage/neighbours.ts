import type { Connection } from '../database.ts'
import { type Data, keyOfData, readData, readDatasets } from './data.ts'
import { findFilesAndFolders } from './files-of-folders.ts'
import { type Link, type Links, readDatasetsOf, readRunsOf, type RunsPage } from './links.ts'
import { readRuns, type RunOfData } from './runs.ts'

export type Subject = { readonly run: RunOfData; readonly data?: undefined } | { readonly data: Data; readonly run?: undefined }

/** Links between data and runs that one step looks at. */
const MOST_LINKS = 20_000

/** What lies next to a subject. */
export interface Neighbours {
  readonly of: Subject
  readonly subjects: readonly Subject[]
  /** Of data: folders that have them, and files that they have. */
  readonly related: readonly Subject[]
  /** Whether there are more. */
  readonly hasMore: boolean
}

export function idOf({ run, data }: Subject): string {
  return run === undefined ? `data:${data.key}` : `run:${run.uuid}`
}

/**
 * Up: what runs read, and the runs that made data. Down: what runs made, and the runs that read data. At most so many of each, the newest runs first. `isOpen` says of which
 * data folders and files are looked for.
 */
export async function findNeighbours(
  connection: Connection,
  subjects: readonly Subject[],
  { isUp, most, isOpen }: { readonly isUp: boolean; readonly most: number; readonly isOpen: (subject: Subject) => boolean },
): Promise<Neighbours[]> {
  const runs = subjects.flatMap(({ run }) => run ?? [])
  const data = subjects.flatMap((subject) => subject.data ?? [])
  const dataOf = await findDataOfRuns(connection, runs, isUp ? 'inputs' : 'outputs')
  const runsOf = await findRunsOfData(connection, data, isUp ? 'outputs' : 'inputs', { limit: most + 1, most: MOST_LINKS })
  const open = subjects.flatMap((subject) => (subject.data !== undefined && isOpen(subject) ? [subject.data] : []))
  const relatedTo = await findFilesAndFolders(connection, open, isUp ? 'outputs' : 'inputs')
  return subjects.map((of) => {
    if (of.run === undefined) {
      const related = relatedTo.byKey.get(of.data.key) ?? []
      const { runs: found = [], ids = [] } = runsOf.byKey.get(of.data.key) ?? {}
      const hasMore = ids.length > most || of.data.hasMore || !runsOf.isWhole || !relatedTo.isWhole || related.length > most
      return {
        of,
        subjects: found.slice(0, most).map((run) => ({ run })),
        related: related.slice(0, most).map((data_) => ({ data: data_ })),
        hasMore,
      }
    }
    const found = dataOf.get(of.run.id) ?? []
    return { of, subjects: found.slice(0, most).map((one) => ({ data: one })), related: [], hasMore: found.length > most }
  })
}

async function findDataOfRuns(
  connection: Connection,
  runs: readonly RunOfData[],
  table: Links,
): Promise<ReadonlyMap<number, readonly Data[]>> {
  const links = await readDatasetsOf(
    connection,
    table,
    runs.map(({ id }) => id),
  )
  const datasets = await readDatasets(
    connection,
    links.map((link) => link.dataset_id),
  )
  const data = await readData(connection, [...datasets.values()])
  const dataOf = ({ dataset_id: id }: Link): Data[] => {
    const dataset = datasets.get(id)
    const found = dataset === undefined ? undefined : data.get(keyOfData(dataset))
    return found === undefined ? [] : [found]
  }
  return new Map([...Map.groupBy(links, (link) => link.run_id)].map(([runId, some]) => [runId, [...new Set(some.flatMap(dataOf))]]))
}

export interface LinkedRuns {
  /** The newest first, each once: it may have the same data under several names. Deleted ones are left out. */
  readonly runs: readonly RunOfData[]
  /** All that were looked at, deleted ones too: where these are as many as were asked for, there may be more. */
  readonly ids: readonly number[]
}

/** The newest runs of some data, by key. */
export async function findRunsOfData(
  connection: Connection,
  data: readonly Data[],
  table: Links,
  page: RunsPage,
): Promise<{ readonly byKey: ReadonlyMap<string, LinkedRuns>; readonly isWhole: boolean }> {
  const keys = new Map(data.flatMap(({ key, datasets }) => datasets.map(({ id }) => [id, key] as const)))
  const { links, isWhole } = await readRunsOf(connection, table, [...keys.keys()], page)
  const idsOf = new Map(
    [...Map.groupBy(links, (link) => keys.get(link.dataset_id) ?? '')].map(([key, some]) => {
      const ids = [...new Set(some.map((link) => link.run_id))].toSorted((a, b) => b - a)
      return [key, ids.slice(0, page.limit)]
    }),
  )
  const runs = await readRuns(connection, [...idsOf.values()].flat())
  return { byKey: new Map([...idsOf].map(([key, ids]) => [key, { runs: ids.flatMap((id) => runs.get(id) ?? []), ids }])), isWhole }
}
