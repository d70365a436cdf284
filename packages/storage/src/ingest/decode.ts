import { decodeMessage, type Int64, limits, missingValue, operations, RepriseError, type RequestFor } from '@reprise/protocol'
import { toInt64Column } from '../series/index.ts'
import { truncate } from '../operations/check-text.ts'
import { type IngestBatch, type KeyValue, type NamedPoints, noPoints } from './batch.ts'
import { assertName, isKnownName } from './names.ts'
import { toPythonFloat, toPythonRepr } from './python-text.ts'

/** The operations that running programs call thousands of times a second. */
export const hotOperations = ['logMetric', 'logParam', 'setTag', 'logBatch'] as const
export type HotOperation = (typeof hotOperations)[number]

const noTags: ReadonlyMap<string, string> = new Map()

/** Decodes and validates a parsed request. Throws INVALID_PARAMETER_VALUE in MLflow's words; nothing was written then. */
export const decodeIngest: Record<HotOperation, (json: unknown) => IngestBatch> = {
  logMetric: (json) => {
    const runUuid = readPlainRun(json)
    const points = runUuid === undefined ? undefined : readPlainPoints([json])
    if (runUuid !== undefined && points !== undefined) return { runUuid, points, params: [], tags: noTags, kind: 'one' }
    const request = decodeMessage(operations.logMetric.request, json)
    return { runUuid: runOf(request), points: checkPoints([request], ''), params: [], tags: noTags, kind: 'one' }
  },
  logParam: (json) => {
    const request = decodeMessage(operations.logParam.request, json)
    return { runUuid: runOf(request), points: noPoints, params: checkParams([request], ''), tags: noTags, kind: 'one' }
  },
  setTag: (json) => {
    const request = decodeMessage(operations.setTag.request, json)
    return { runUuid: runOf(request), points: noPoints, params: [], tags: checkTags([request], ''), kind: 'one' }
  },
  logBatch: (json) => {
    const metrics = typeof json === 'object' && json !== null ? readPlainPoints((json as { metrics?: unknown }).metrics) : undefined
    // Points that look as clients send them need no second look; everything else goes through the description of the message.
    const request = decodeMessage(operations.logBatch.request, metrics === undefined ? json : { ...(json as object), metrics: [] })
    const runUuid = runOf(request)
    checkCounts(metrics?.places.length ?? request.metrics.length, request.params.length, request.tags.length)
    return {
      runUuid,
      points: metrics ?? checkPoints(request.metrics, 'metrics'),
      params: checkParams(request.params, 'params'),
      tags: checkTags(request.tags, 'tags'),
      kind: 'batch',
    }
  },
}

/** The run of a request when it is named as nearly all clients name it. */
function readPlainRun(json: unknown): string | undefined {
  const runId = typeof json === 'object' && json !== null ? (json as { run_id?: unknown }).run_id : undefined
  return typeof runId === 'string' && runId !== '' ? runId : undefined
}

/** Metrics when all are of the kinds that JSON has for them and their names were seen before; undefined otherwise. */
function readPlainPoints(metrics: unknown): NamedPoints | undefined {
  if (!Array.isArray(metrics) || metrics.length > limits.metricsPerBatch) return undefined
  const count = metrics.length
  const names: string[] = []
  const places = new Uint16Array(count)
  const steps = new Float64Array(count)
  const timestamps = new Float64Array(count)
  const values = new Float64Array(count)
  let name: unknown
  for (let index = 0; index < count; index++) {
    const metric = metrics[index] as Partial<Record<string, unknown>> | null
    if (typeof metric !== 'object' || metric === null) return undefined
    const { key, value, timestamp, step = 0 } = metric
    if (typeof key !== 'string' || typeof value !== 'number') return undefined
    if (!isSafe(timestamp) || !isSafe(step) || timestamp < 0) return undefined
    if (key !== name) {
      if (!isKnownName(key)) return undefined
      names.push(key)
      name = key
    }
    places[index] = names.length - 1
    steps[index] = step
    timestamps[index] = timestamp
    values[index] = value
  }
  return { names, places, steps, timestamps, values }
}

function isSafe(value: unknown): value is number {
  return Number.isSafeInteger(value)
}

interface Point {
  readonly key: string
  readonly value: number
  readonly timestamp: Int64
  readonly step?: Int64 | undefined
}

function checkPoints(metrics: readonly Point[], path: string): NamedPoints {
  metrics.forEach(({ key, value, timestamp }, index) => {
    const at = path === '' ? '' : `${path}[${index}].`
    assertName(key, 'Metric name', `${at}name`)
    if (timestamp < 0) {
      const where = `metric '${key}' (value=${toPythonFloat(value)})`
      throw new RepriseError(
        'INVALID_PARAMETER_VALUE',
        `Invalid value ${timestamp} for parameter '${at}timestamp' supplied: ${where}. Timestamp must be a nonnegative long (64-bit integer) `,
      )
    }
  })
  return {
    names: metrics.map((metric) => metric.key),
    places: Uint16Array.from(metrics, (_, index) => index),
    steps: toInt64Column(metrics.map((metric) => metric.step ?? 0)),
    timestamps: toInt64Column(metrics.map((metric) => metric.timestamp)),
    values: Float64Array.from(metrics, (metric) => metric.value),
  }
}

interface Given {
  readonly key: string
  readonly value?: string | undefined
}

function checkParams(params: readonly Given[], path: string): KeyValue[] {
  params.forEach(({ key }, index) => assertName(key, 'Param key', path === '' ? 'key' : `${path}[${index}].key`))
  const counts = Map.groupBy(params, (param) => param.key)
  if (counts.size < params.length) {
    const twice = [...counts].flatMap(([key, same]) => (same.length > 1 ? [toPythonRepr(key)] : []))
    throw new RepriseError(
      'INVALID_PARAMETER_VALUE',
      `Duplicate parameter keys have been submitted: [${twice.join(', ')}]. Please ensure the request contains only one param value per param key.`,
    )
  }
  return params.map(({ key, value = '' }) => ({ key, value: truncate(value, limits.paramValueLength) }))
}

function checkTags(tags: readonly Given[], path: string): Map<string, string> {
  tags.forEach(({ key }, index) => (path === '' ? assertName(key, 'key', 'key') : assertName(key, 'Tag key', `${path}[${index}].key`)))
  return new Map(tags.map(({ key, value = '' }) => [key, truncate(value, limits.runTagValueLength)]))
}

function checkCounts(metrics: number, params: number, tags: number): void {
  checkCount('metrics', metrics, limits.metricsPerBatch)
  checkCount('params', params, limits.paramsPerBatch)
  checkCount('tags', tags, limits.tagsPerBatch)
  checkCount('metrics, params, and tags', metrics + params + tags, limits.entitiesPerBatch)
}

function checkCount(what: string, count: number, limit: number): void {
  if (count <= limit) return
  throw new RepriseError(
    'INVALID_PARAMETER_VALUE',
    `A batch logging request can contain at most ${limit} ${what}. Got ${count} ${what}. Please split up ${what} across multiple requests and try again.`,
  )
}

function runOf(request: Pick<RequestFor<'logBatch'>, 'run_id' | 'run_uuid'>): string {
  const uuid = request.run_id || request.run_uuid
  if (uuid === undefined || uuid === '') throw missingValue('run_id')
  return uuid
}
