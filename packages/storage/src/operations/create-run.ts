import { invalidValue, RepriseError, type RequestFor, runStatus } from '@reprise/protocol'
import { list, sql } from '../sql.ts'
import type { EncodedAnswer, Handler, HandlerContext } from '../store.ts'
import { joinLocation } from './artifact-location.ts'
import { describeNewRun, describeRun } from './describe-runs.ts'
import { assertExperimentActive, findExperiment, locationOf } from './find-experiment.ts'
import { type RunRow, runColumns } from './find-run.ts'
import { isAnyoneTold, recordRunEvent } from '../webhooks/index.ts'
import { ACTIVE } from './lifecycle.ts'
import { generateRunName } from './run-name.ts'
import { RUN_NAME_TAG, writeTags } from './run-tags.ts'

const runId = /^[0-9a-f]{32}$/

/**
 * Creates a run. A request with the idempotency key of an earlier one answers the run that one made, as it is now.
 * The name, the tag mlflow.runName and the generated name follow MLflow.
 */
export const createRun: Handler<'createRun'> = async (context, request) => {
  // Asked together: where a database is far away, they travel together.
  const [recorded, experiment] = await Promise.all([findByCreateKey(context), findExperiment(context.connection, request.experiment_id)])
  if (recorded !== undefined) return describeRecorded(context, recorded)
  assertExperimentActive(experiment)
  const tags = new Map(request.tags.map((tag) => [tag.key, tag.value ?? '']))
  const name = chooseName(context, request, tags)
  tags.set(RUN_NAME_TAG, tags.get(RUN_NAME_TAG) || name)
  const uuid = chooseId(context, request)
  const run = await insertRun(context, {
    uuid,
    experiment_id: experiment.id,
    name,
    user_id: request.user_id ?? '',
    status: runStatus.values.RUNNING,
    start_time: request.start_time ?? 0,
    end_time: null,
    lifecycle: ACTIVE,
    artifact_uri: joinLocation(locationOf(context, experiment), uuid, 'artifacts'),
  })
  if (run === undefined) return answerConflict(context, uuid)
  const written = await writeTags(context, run, tags)
  await recordRunEvent(context, { ...run, before: undefined, after: run.status })
  await context.announce('run-created', experiment.id, uuid)
  return describeNewRun(run, written)
}

async function findByCreateKey(context: HandlerContext): Promise<RunRow | undefined> {
  const key = context.idempotencyKey
  return key === undefined ? undefined : context.connection.get<RunRow>(sql`select ${runColumns} from runs where create_key = ${key}`)
}

/** The run that an earlier request made, with what was logged since. */
async function describeRecorded(context: HandlerContext, run: RunRow): Promise<EncodedAnswer> {
  await context.settle?.(run.id)
  return describeRun(context, run, 'created')
}

function chooseName(context: HandlerContext, request: RequestFor<'createRun'>, tags: ReadonlyMap<string, string>): string {
  const given = request.run_name ?? ''
  const tagged = tags.get(RUN_NAME_TAG) ?? ''
  if (given !== '' && tagged !== '' && given !== tagged) {
    throw new RepriseError(
      'INVALID_PARAMETER_VALUE',
      "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values " +
        `(run_name='${given}', mlflow.runName='${tagged}').`,
    )
  }
  return given || tagged || generateRunName(context.random)
}

function chooseId(context: HandlerContext, request: RequestFor<'createRun'>): string {
  const { run_id: given } = request
  if (given === undefined || given === '') return context.newRunId()
  if (!runId.test(given)) throw invalidValue(given, 'run_id')
  return given
}

async function insertRun(
  context: HandlerContext,
  run: Omit<RunRow, 'id'>,
): Promise<(RunRow & { readonly is_anyone_told: number }) | undefined> {
  const values = list([
    run.uuid,
    run.experiment_id,
    run.name,
    run.user_id,
    run.status,
    run.start_time,
    run.artifact_uri,
    context.idempotencyKey ?? null,
  ])
  const inserted = await context.connection.get<{ id: number; is_anyone_told: number }>(
    sql`insert into runs (uuid, experiment_id, name, user_id, status, start_time, artifact_uri, create_key) values ${values}
      on conflict do nothing returning id, ${isAnyoneTold}`,
  )
  return inserted && { ...run, ...inserted }
}

/** Either the id is taken, or another server has answered the same request in the meantime. */
async function answerConflict(context: HandlerContext, uuid: string): Promise<EncodedAnswer> {
  const recorded = await findByCreateKey(context)
  if (recorded !== undefined) return describeRecorded(context, recorded)
  throw new RepriseError('RESOURCE_ALREADY_EXISTS', `Run with id=${uuid} already exists.`, { hint: 'Choose another run_id, or none.' })
}
