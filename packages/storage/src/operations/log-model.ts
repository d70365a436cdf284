import { missingValue, RepriseError } from '@reprise/protocol'
import { toPythonJson } from '../ingest/python-text.ts'
import type { Handler } from '../store.ts'
import { findActiveRun, runIdOf } from './find-run.ts'
import { readTag, writeTags } from './run-tags.ts'

const HISTORY_TAG = 'mlflow.log-model.history'
const mandatory = ['artifact_path', 'flavors', 'run_id', 'utc_time_created'] as const

/** Appends a model to the tag mlflow.log-model.history, as MLflow 2 clients record their models. */
export const logModel: Handler<'logModel'> = async (context, request) => {
  runIdOf(request)
  if (request.model_json === undefined || request.model_json === '') throw missingValue('model_json')
  const entry = toEntry(parseModel(request.model_json))
  const run = await findActiveRun(context.connection, request)
  const history = append(await readTag(context, run, HISTORY_TAG), entry)
  await writeTags(context, run, new Map([[HISTORY_TAG, history]]), { mayBeLong: true })
  await context.announce('run-updated', run.experiment_id, run.uuid)
  return {}
}

type Model = Readonly<Record<string, unknown>>

function parseModel(text: string): Model {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (cause) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `Malformed model info. \n ${text.slice(0, 1_000)} \n is not a valid JSON.`, { cause })
  }
  const model = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Model) : {}
  const missing = mandatory.filter((name) => !(name in model))
  if (missing.length === 0) return model
  throw new RepriseError(
    'INVALID_PARAMETER_VALUE',
    `Model json is missing mandatory fields: {${missing.map((name) => `'${name}'`).join(', ')}}`,
  )
}

/** What MLflow keeps of a model: not the configuration of its flavors, which may hold anything. */
function toEntry(model: Model): string {
  const flavors = isObject(model['flavors']) ? model['flavors'] : {}
  return toPythonText({
    run_id: model['run_id'],
    artifact_path: model['artifact_path'],
    utc_time_created: String(model['utc_time_created']),
    model_uuid: model['model_uuid'] ?? null,
    flavors: Object.fromEntries(
      Object.entries(flavors).map(([name, flavor]) => {
        if (!isObject(flavor)) return [name, flavor]
        const { config: _config, ...rest } = flavor
        return [name, rest]
      }),
    ),
  })
}

function append(history: string | undefined, entry: string): string {
  return history === undefined || !isList(history) || history === '[]' ? `[${entry}]` : `${history.trimEnd().slice(0, -1)}, ${entry}]`
}

function isList(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text))
  } catch {
    return false
  }
}

/** As Python's `json.dumps` prints a value. */
function toPythonText(value: unknown): string {
  if (typeof value === 'string') return toPythonJson(value)
  if (Array.isArray(value)) return `[${value.map(toPythonText).join(', ')}]`
  if (!isObject(value)) return JSON.stringify(value) ?? 'null'
  const members = Object.entries(value).map(([name, member]) => `${toPythonJson(name)}: ${toPythonText(member)}`)
  return `{${members.join(', ')}}`
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
