import { openAsBlob } from 'node:fs'
import { basename } from 'node:path'
import { type RunStatus, RepriseError, runStatus } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { connect, type ConnectionOptions } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'

interface LogOptions extends ConnectionOptions {
  readonly metric?: readonly string[]
  readonly param?: readonly string[]
  readonly tag?: readonly string[]
  readonly artifact?: readonly string[]
  readonly status?: string
}

/** Logs what the options name to a run that is there already: all of one kind, or nothing of it. */
export async function logToRun(id: string, options: LogOptions, world: World): Promise<void> {
  const { client, json } = connect(options, world)
  const metrics = (options.metric ?? []).map((text) => ({ ...parseMetric(text), timestamp: world.now() }))
  const params = (options.param ?? []).map(parsePair)
  const tags = (options.tag ?? []).map(parsePair)
  const status = options.status === undefined ? undefined : parseStatus(options.status)
  const { run } = await client.getRun({ run_id: id })
  if (metrics.length + params.length + tags.length > 0) await client.logBatch({ run_id: id, metrics, params, tags })
  for (const file of options.artifact ?? []) await client.uploadArtifact(run.info.artifact_uri ?? '', basename(file), await openAsBlob(file))
  if (status !== undefined) await client.updateRun({ run_id: id, status, ...(status === 'RUNNING' ? {} : { end_time: world.now() }) })
  if (json) world.write(printJson({ run_id: id, metrics: metrics.length, params: params.length, tags: tags.length, artifacts: options.artifact?.length ?? 0 }))
}

/** `key=value` or `key=value@step`. */
function parseMetric(text: string): { key: string; value: number; step: number } {
  const { key, value } = parsePair(text)
  const [number = '', step = '0'] = value.split('@', 2)
  const parsed = { key, value: Number(number), step: Number(step) }
  if (number.trim() === '' || (Number.isNaN(parsed.value) && number.toLowerCase() !== 'nan') || !Number.isSafeInteger(parsed.step)) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `${JSON.stringify(text)} is not key=value or key=value@step with numbers.`)
  }
  return parsed
}

function parsePair(text: string): { key: string; value: string } {
  const equals = text.indexOf('=')
  if (equals <= 0) throw new RepriseError('INVALID_PARAMETER_VALUE', `${JSON.stringify(text)} is not key=value.`)
  return { key: text.slice(0, equals), value: text.slice(equals + 1) }
}

function parseStatus(text: string): RunStatus {
  const name = text.toUpperCase()
  if (Object.hasOwn(runStatus.values, name)) return name as RunStatus
  throw new RepriseError('INVALID_PARAMETER_VALUE', `${text} is not a status.`, { hint: `It is one of ${Object.keys(runStatus.values).join(', ')}.` })
}
