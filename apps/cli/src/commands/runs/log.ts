import { openAsBlob } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Client } from '@reprise/client'
import { limits, RepriseError, type RunStatus } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { type ConnectionOptions, findRunId, withClient } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'
import { printCount } from '../../output/values.ts'
import type { MetricOption } from './log-options.ts'

interface LogOptions extends ConnectionOptions {
  readonly metric?: readonly MetricOption[]
  readonly param?: readonly Pair[]
  readonly tag?: readonly Pair[]
  readonly artifact?: readonly string[]
  readonly status?: RunStatus
}

interface Pair {
  readonly key: string
  readonly value: string
}

/** Logs what the options name, in batches of which each is stored whole or not at all. Files are looked for before anything is sent. */
export async function logToRun(given: string, options: LogOptions, world: World): Promise<void> {
  const { metric = [], param = [], tag = [], artifact = [], status } = options
  if (metric.length + param.length + tag.length + artifact.length === 0 && status === undefined) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', 'There is nothing to log.', { hint: 'See: reprise runs log --help' })
  }
  await Promise.all(artifact.map(assertFile))
  await withClient(options, world, async (client) => {
    const id = await findRunId(client, given)
    const { run } = await client.getRun({ run_id: id })
    const timestamp = world.now()
    for (const batch of toBatches({ metrics: metric.map((point) => ({ ...point, timestamp })), params: param, tags: tag })) {
      await client.logBatch({ run_id: id, ...batch })
    }
    for (const file of artifact) await upload(client, run.info.artifact_uri ?? '', file)
    if (status !== undefined) await client.updateRun({ run_id: id, status, ...(isOver(status) ? { end_time: world.now() } : {}) })
    const counts = { metrics: metric.length, params: param.length, tags: tag.length, artifacts: artifact.length }
    if (options.json === true) return world.write(printJson({ run_id: id, ...counts, ...(status === undefined ? {} : { status }) }))
    const parts = Object.entries(counts).flatMap(([noun, count]) => (count === 0 ? [] : [printCount(count, noun.slice(0, -1))]))
    world.write(`${id}  ${[...parts, ...(status === undefined ? [] : [status])].join(', ')}\n`)
  })
}

function isOver(status: RunStatus): boolean {
  return status !== 'RUNNING' && status !== 'SCHEDULED'
}

interface Batch<Metric> {
  readonly metrics: readonly Metric[]
  readonly params: readonly Pair[]
  readonly tags: readonly Pair[]
}

/** As few requests as the limits allow; none when there is nothing. */
function toBatches<Metric>({ metrics, params, tags }: Batch<Metric>): { metrics: Metric[]; params: Pair[]; tags: Pair[] }[] {
  const sizes = {
    metrics: limits.metricsPerBatch - limits.paramsPerBatch - limits.tagsPerBatch,
    params: limits.paramsPerBatch,
    tags: limits.tagsPerBatch,
  }
  const count = Math.max(
    Math.ceil(metrics.length / sizes.metrics),
    Math.ceil(params.length / sizes.params),
    Math.ceil(tags.length / sizes.tags),
  )
  const slice = <Item>(items: readonly Item[], size: number, index: number): Item[] => items.slice(index * size, (index + 1) * size)
  return Array.from({ length: count }, (_, index) => ({
    metrics: slice(metrics, sizes.metrics, index),
    params: slice(params, sizes.params, index),
    tags: slice(tags, sizes.tags, index),
  }))
}

async function assertFile(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `The artifact ${path} can not be read (${error.code ?? error.message}).`, {
      cause: error,
    })
  })
  if (!found.isFile())
    throw new RepriseError('INVALID_PARAMETER_VALUE', `The artifact ${path} is not a file.`, { hint: 'Give its files one by one.' })
}

async function upload(client: Client, artifactUri: string, file: string): Promise<void> {
  await client.uploadArtifact(artifactUri, basename(file), await openAsBlob(file))
}
