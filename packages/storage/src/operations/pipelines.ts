import { limits, RepriseError } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import {
  checkState,
  type EarlierState,
  encodeState,
  findPipeline,
  keepRuns,
  type PipelineRow,
  readLatest,
  rowToSummary,
  selectStates,
  type StateRow,
} from '../pipelines/index.ts'
import { list, sql } from '../sql.ts'
import { EncodedAnswer, type Handler } from '../store.ts'
import { assertLength } from './check-text.ts'
import { toPageSize } from './page-size.ts'
import { readPosition, writePosition } from './position-token.ts'

const DEFAULT_PAGE = 50
const LARGEST_PAGE = 200

/** A state that is there already, however long, is not added but moved to the end: it is the pipeline's state again. */
export const publishPipelineState: Handler<'publishPipelineState'> = async ({ connection, now }, request) => {
  assertProject(request.project)
  const checked = checkState(request)
  const { stateId } = checked
  const time = now()
  const pipelineId = await openPipeline(connection, request.project, time)
  const { summary, data } = encodeState(keepRuns(checked, await readEarlier(connection, pipelineId, stateId)))
  const known = await connection.get<{ creation_time: number }>(
    sql`delete from pipeline_states where pipeline_id = ${pipelineId} and state_id = ${stateId} returning creation_time`,
  )
  await connection.run(
    sql`insert into pipeline_states (pipeline_id, state_id, creation_time, last_update_time, summary, data)
      values ${list([pipelineId, stateId, known?.creation_time ?? time, time, summary, data])}`,
  )
  await connection.run(
    sql`delete from pipeline_states where pipeline_id = ${pipelineId} and id <= coalesce(
      (select id from pipeline_states where pipeline_id = ${pipelineId} order by id desc limit 1 offset ${limits.pipelineStatesKept}), -1)`,
  )
  const state = await readState(connection, pipelineId, stateId)
  return new EncodedAnswer(`{"state":${rowToSummary(state)},"is_new":${known === undefined}}`)
}

export const searchPipelines: Handler<'searchPipelines'> = async ({ connection }, request) => {
  const limit = toPageSize(request.max_results ?? DEFAULT_PAGE, LARGEST_PAGE)
  const after = readPosition(request.page_token, 2)
  const rows = await connection.all<PipelineRow>(
    sql`select id, project, creation_time, last_update_time from pipelines
      ${after === undefined ? sql`` : sql`where (last_update_time, id) < ${list(after)}`}
      order by last_update_time desc, id desc limit ${limit + 1}`,
  )
  const page = rows.slice(0, limit)
  const latest = await readLatest(
    connection,
    page.map(({ id }) => id),
  )
  const last = page.at(-1)
  const next = rows.length > limit && last !== undefined ? writePosition([Number(last.last_update_time), last.id]) : undefined
  return new EncodedAnswer(
    encodePage(
      'pipelines',
      page.map((row) => encodePipeline(row, latest.get(row.id))),
      next,
    ),
  )
}

export const getPipelineState: Handler<'getPipelineState'> = async ({ connection }, request) => {
  const pipeline = await findPipeline(connection, request.project)
  const latest = (await readLatest(connection, [pipeline.id])).get(pipeline.id)
  const stateId = request.state_id || latest?.state_id
  const state = await readState(connection, pipeline.id, stateId ?? '')
  const held = await connection.get<{ data: string }>(sql`select data from pipeline_states where id = ${state.id}`)
  return new EncodedAnswer(
    `{"pipeline":${encodePipeline(pipeline, latest)},"state":{"summary":${rowToSummary(state)},${held?.data ?? '"stages":[]'}}}`,
  )
}

export const searchPipelineStates: Handler<'searchPipelineStates'> = async ({ connection }, request) => {
  const limit = toPageSize(request.max_results ?? DEFAULT_PAGE, LARGEST_PAGE)
  const [after] = readPosition(request.page_token, 1) ?? []
  const { id } = await findPipeline(connection, request.project)
  const rows = await connection.all<StateRow>(
    sql`${selectStates(sql`s.pipeline_id = ${id} ${after === undefined ? sql`` : sql`and s.id < ${after}`}`)} order by s.id desc limit ${limit + 1}`,
  )
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const next = rows.length > limit && last !== undefined ? writePosition([last.id]) : undefined
  return new EncodedAnswer(encodePage('states', page.map(rowToSummary), next))
}

/** With its last state, a pipeline is forgotten. */
export const deletePipeline: Handler<'deletePipeline'> = async ({ connection }, request) => {
  const { id } = await findPipeline(connection, request.project)
  const { state_id: stateId = '' } = request
  if (stateId !== '') {
    const { id: stateRow } = await readState(connection, id, stateId)
    await connection.run(sql`delete from pipeline_states where id = ${stateRow}`)
    if ((await readLatest(connection, [id])).size > 0) return {}
  }
  await connection.run(sql`delete from pipeline_states where pipeline_id = ${id}`)
  await connection.run(sql`delete from pipelines where id = ${id}`)
  return {}
}

/** From here to the end of the transaction, nobody else publishes to it. */
async function openPipeline(connection: Connection, project: string, time: number): Promise<number> {
  const known = await connection.get<{ id: number }>(
    sql`update pipelines set last_update_time = case when last_update_time > ${time} then last_update_time else ${time} end
      where project = ${project} returning id`,
  )
  if (known !== undefined) return known.id
  const count = await connection.get<{ count: number }>(sql`select count(*) as count from pipelines`)
  if (Number(count?.count ?? 0) >= limits.pipelines) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `This server keeps ${limits.pipelines} pipelines, and has as many.`, {
      hint: 'Delete those that are not needed: reprise pipeline delete PROJECT',
    })
  }
  const added = await connection.get<{ id: number }>(
    sql`insert into pipelines (project, creation_time, last_update_time) values ${list([project, time, time])}
      on conflict (project) do update set last_update_time = excluded.last_update_time returning id`,
  )
  return added?.id ?? 0
}

/** The same state as it was published before, and the one that was published last. */
async function readEarlier(connection: Connection, pipelineId: number, stateId: string): Promise<EarlierState[]> {
  const rows = await connection.all<{ state_id: string; summary: string; data: string }>(
    sql`select state_id, summary, data from pipeline_states where pipeline_id = ${pipelineId}
      and (state_id = ${stateId} or id = (select max(id) from pipeline_states where pipeline_id = ${pipelineId}))`,
  )
  return rows
    .map(({ state_id: id, summary, data }) => {
      const { run_id: runId } = JSON.parse(summary) as { run_id?: string }
      return { data, runId, isSame: id === stateId }
    })
    .toSorted((a, b) => Number(b.isSame) - Number(a.isSame))
}

async function readState(connection: Connection, pipelineId: number, stateId: string): Promise<StateRow> {
  const row = await connection.get<StateRow>(selectStates(sql`s.pipeline_id = ${pipelineId} and s.state_id = ${stateId}`))
  if (row !== undefined) return row
  throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `The pipeline has no state '${stateId.slice(0, 100)}'.`, {
    hint: `The newest ${limits.pipelineStatesKept} are kept.`,
  })
}

function assertProject(project: string): void {
  assertLength(project, limits.pipelineNameLength, 'project')
  // oxlint-disable-next-line no-control-regex
  if (project.trim() === project && !/[\u0000-\u001f\u007f]/.test(project)) return
  throw new RepriseError(
    'INVALID_PARAMETER_VALUE',
    `Invalid value ${JSON.stringify(project)} for parameter 'project' supplied: a name has no control characters, and no spaces around it.`,
  )
}

function encodePipeline(row: PipelineRow, latest: StateRow | undefined): string {
  const { project, creation_time: created, last_update_time: updated } = row
  const own = `"project":${JSON.stringify(project)},"creation_time":${created},"last_update_time":${updated}`
  return `{${own}${latest === undefined ? '' : `,"latest":${rowToSummary(latest)}`}}`
}

function encodePage(name: string, items: readonly string[], next: string | undefined): string {
  return `{"${name}":[${items.join(',')}]${next === undefined ? '' : `,"next_page_token":${JSON.stringify(next)}`}}`
}
