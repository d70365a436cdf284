import { type Int64, limits, RepriseError, type View } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { join, list, raw, type Sql, sql } from '../sql.ts'
import type { Handler } from '../store.ts'
import { assertLength } from './check-text.ts'
import { checkPage, checkViewName, checkViewQuery } from './check-view.ts'
import { findExperiment, parseExperimentId } from './find-experiment.ts'
import { toPageSize } from './page-size.ts'
import { readNamePosition, writePosition } from './position-token.ts'

const DEFAULT_PAGE = 200
const LARGEST_PAGE = 1_000
/** In `views.experiment_id`: the page belongs to none. */
const NO_EXPERIMENT = -1

type ViewRow = {
  readonly id: number
  readonly uuid: string
  readonly page: string
  readonly experiment_id: number
  readonly name: string
  readonly query: string
  readonly user_id: string
  readonly creation_time: Int64
  readonly last_update_time: Int64
}

const columns = sql`id, uuid, page, experiment_id, name, query, user_id, creation_time, last_update_time`

/** Saving the same view again changes nothing, so that a request whose answer got lost can be sent again. */
export const createView: Handler<'createView'> = async ({ connection, now, newRunId, announce }, request) => {
  const page = checkPage(request.page)
  const name = checkViewName(request.name)
  const query = checkViewQuery(request.query ?? '')
  assertLength(request.user_id, limits.keyLength, 'user_id')
  const experimentId = request.experiment_id ? (await findExperiment(connection, request.experiment_id)).id : NO_EXPERIMENT
  const known = await findByName(connection, { page, experimentId, name })
  if (known?.query === query) return { view: toView(known) }
  if (known === undefined) await assertRoom(connection, page, experimentId)
  const time = now()
  const values = list([newRunId(), page, experimentId, name, query, request.user_id ?? '', time, time])
  const added = await connection.get<ViewRow>(
    sql`insert into views (uuid, page, experiment_id, name, query, user_id, creation_time, last_update_time) values ${values}
      on conflict (page, experiment_id, name) do nothing returning ${columns}`,
  )
  if (added === undefined) throw nameTaken(name)
  await announce('views-updated', experimentId)
  return { view: toView(added) }
}

/** The last write wins, unless the caller says what it has read. */
export const updateView: Handler<'updateView'> = async ({ connection, now, announce }, request) => {
  const row = await findView(connection, request.view_id, true)
  const { last_update_time: read } = request
  if (read !== undefined && read !== row.last_update_time) {
    throw new RepriseError('RESOURCE_CONFLICT', `The view '${row.name}' was changed by somebody else meanwhile.`, {
      hint: 'Read it again, or leave out last_update_time to overwrite what they did.',
    })
  }
  const name = request.name === undefined ? row.name : checkViewName(request.name)
  const query = request.query === undefined ? row.query : checkViewQuery(request.query)
  if (name === row.name && query === row.query) return { view: toView(row) }
  const taken = name === row.name ? undefined : await findByName(connection, { page: row.page, experimentId: row.experiment_id, name })
  if (taken !== undefined) throw nameTaken(name)
  // Never the same time twice: whoever has read the view before must see that it has changed.
  const time = Math.max(now(), Number(row.last_update_time) + 1)
  await connection.run(sql`update views set name = ${name}, query = ${query}, last_update_time = ${time} where id = ${row.id}`)
  await announce('views-updated', row.experiment_id)
  return { view: toView({ ...row, name, query, last_update_time: time }) }
}

export const listViews: Handler<'listViews'> = async ({ connection }, request) => {
  const limit = toPageSize(request.max_results || DEFAULT_PAGE, LARGEST_PAGE)
  const after = readNamePosition(request.page_token)
  const conditions: Sql[] = [
    ...(request.page ? [sql`page = ${request.page}`] : []),
    ...(request.experiment_id ? [sql`experiment_id = ${parseExperimentId(request.experiment_id)}`] : []),
    ...(after === undefined ? [] : [sql`(name, id) > ${list(after)}`]),
  ]
  const where = conditions.length === 0 ? raw('') : sql`where ${join(conditions, ' and ')}`
  const rows = await connection.all<ViewRow>(sql`select ${columns} from views ${where} order by name, id limit ${limit + 1}`)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    views: page.map(toView),
    next_page_token: rows.length > limit && last !== undefined ? writePosition([last.name, last.id]) : undefined,
  }
}

export const deleteView: Handler<'deleteView'> = async ({ connection, announce }, request) => {
  const row = await findView(connection, request.view_id, true)
  await connection.run(sql`delete from views where id = ${row.id}`)
  await announce('views-updated', row.experiment_id)
  return { view: toView(row) }
}

async function findView(connection: Connection, uuid: string, lock = false): Promise<ViewRow> {
  const lasting = raw(lock && connection.dialect === 'postgres' ? 'for no key update' : '')
  const row = await connection.get<ViewRow>(sql`select ${columns} from views where uuid = ${uuid} ${lasting}`)
  if (row === undefined) throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `There is no view with the id '${uuid}'.`)
  return row
}

interface NamedView {
  readonly page: string
  readonly experimentId: number
  readonly name: string
}

function findByName(connection: Connection, { page, experimentId, name }: NamedView): Promise<ViewRow | undefined> {
  return connection.get<ViewRow>(
    sql`select ${columns} from views where page = ${page} and experiment_id = ${experimentId} and name = ${name}`,
  )
}

async function assertRoom(connection: Connection, page: string, experimentId: number): Promise<void> {
  const counted = await connection.get<{ here: number; all_of_them: number }>(
    sql`select (select count(*) from views where page = ${page} and experiment_id = ${experimentId}) as here, (select count(*) from views) as all_of_them`,
  )
  const { viewsOfPage, views } = limits
  const isFull = Number(counted?.here) >= viewsOfPage || Number(counted?.all_of_them) >= views
  if (!isFull) return
  throw new RepriseError('INVALID_PARAMETER_VALUE', `A page may have ${viewsOfPage} saved views, and a server ${views}.`, {
    hint: 'Delete views that are not needed any more.',
  })
}

function nameTaken(name: string): RepriseError {
  return new RepriseError('RESOURCE_ALREADY_EXISTS', `This page has another view with the name '${name}'.`, {
    hint: 'Choose another name, or update that view.',
  })
}

function toView(row: ViewRow): View {
  return {
    view_id: row.uuid,
    page: row.page,
    experiment_id: row.experiment_id === NO_EXPERIMENT ? undefined : String(row.experiment_id),
    name: row.name,
    query: row.query,
    user_id: row.user_id === '' ? undefined : row.user_id,
    creation_time: row.creation_time,
    last_update_time: row.last_update_time,
  }
}
