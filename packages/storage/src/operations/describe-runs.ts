import { type RunInfo, toWireInt64 } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { EncodedAnswer, type HandlerContext } from '../store.ts'
import { type RunRow } from './find-run.ts'
import { readInputs, readOutputs } from './describe-inputs.ts'
import { readLogged } from './describe-logged.ts'
import { stageOf, statusOf } from './lifecycle.ts'
import type { WrittenTag } from './run-tags.ts'
import { everything, type Projection } from './projection.ts'

/** Runs that are described together at first, before it is known how much they carry. */
const FIRST_CHUNK = 4
const LARGEST_CHUNK = 500
const ROWS_PER_CHUNK = 10_000

/** What an answer says of a run that is not among its data. */
export function toRunInfo(run: RunRow): RunInfo {
  return {
    run_id: run.uuid,
    run_uuid: run.uuid,
    run_name: run.name,
    experiment_id: String(run.experiment_id),
    user_id: run.user_id,
    status: statusOf(run.status),
    start_time: run.start_time,
    end_time: run.end_time ?? undefined,
    artifact_uri: run.artifact_uri,
    lifecycle_stage: stageOf(run.lifecycle),
  }
}

/** The answer `{run}`; MLflow leaves `outputs` out when the run was just created. */
export async function describeRun(context: HandlerContext, run: RunRow, moment: 'created' | 'later'): Promise<EncodedAnswer> {
  return describePart(context, run, { ...everything, outputs: moment === 'later' })
}

/** The same with less, or more. */
export async function describePart(context: HandlerContext, run: RunRow, projection: Projection): Promise<EncodedAnswer> {
  const [text = ''] = await describeRuns(context.connection, [run], projection)
  return new EncodedAnswer(`{"run":${text}}`)
}

/** The same answer for a run of which everything is known, so that nothing has to be read. */
export function describeNewRun(run: RunRow, tags: readonly WrittenTag[]): EncodedAnswer {
  const data = tags.length === 0 ? {} : { tags: tags.map(({ name, value }) => ({ key: name, value })) }
  return new EncodedAnswer(`{"run":{"info":${encodeInfo(run)},"data":${JSON.stringify(data)},"inputs":{}}}`)
}

/**
 * Runs as JSON texts, in their order, in a constant number of queries per chunk. Ends early, with at least one run,
 * when the texts reach `mostCharacters`: the rest belongs on the next page.
 */
export async function describeRuns(
  connection: Connection,
  runs: readonly RunRow[],
  projection: Projection,
  mostCharacters = Number.POSITIVE_INFINITY,
): Promise<string[]> {
  const texts: string[] = []
  let characters = 0
  let chunk = FIRST_CHUNK
  for (let at = 0; at < runs.length && characters < mostCharacters;) {
    const some = runs.slice(at, at + chunk)
    const described = await describeChunk(connection, some, projection)
    for (const text of described.texts) {
      texts.push(text)
      characters += text.length
      if (characters >= mostCharacters) break
    }
    at += some.length
    const rowsPerRun = Math.max(1, described.rows / some.length)
    chunk = Math.min(LARGEST_CHUNK, Math.max(1, Math.floor(ROWS_PER_CHUNK / rowsPerRun)))
  }
  return texts
}

async function describeChunk(
  connection: Connection,
  runs: readonly RunRow[],
  projection: Projection,
): Promise<{ texts: string[]; rows: number }> {
  const ids = runs.map((run) => run.id)
  // Asked together: where a database is far away, they travel together.
  const [logged, inputs, outputs] = await Promise.all([
    readLogged(connection, ids, projection),
    projection.inputs ? readInputs(connection, ids) : undefined,
    projection.outputs ? readOutputs(connection, ids) : undefined,
  ])
  const texts = runs.map((run) => {
    const sections = [`"info":${encodeInfo(run)}`, `"data":{${logged.dataOf(run.id)}}`]
    if (inputs !== undefined) sections.push(`"inputs":{${inputs.get(run.id) ?? ''}}`)
    if (outputs !== undefined) sections.push(`"outputs":{${outputs.get(run.id) ?? ''}}`)
    return `{${sections.join(',')}}`
  })
  return { texts, rows: logged.rows }
}

function encodeInfo(run: RunRow): string {
  const info = toRunInfo(run)
  return JSON.stringify({
    ...info,
    start_time: toWireInt64(run.start_time),
    end_time: run.end_time === null ? undefined : toWireInt64(run.end_time),
  })
}
