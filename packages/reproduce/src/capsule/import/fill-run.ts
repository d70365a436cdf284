import type { Client } from '@reprise/client'
import { limits } from '@reprise/protocol'
import { ARTIFACTS } from '../format.ts'
import type { Capsule } from '../open-capsule.ts'
import { parseSeries } from '../series-lines.ts'
import { BEGUN, DIGEST, ORIGINAL } from './tags.ts'

interface Target {
  readonly id: string
  readonly artifactUri: string
  readonly options: {
    readonly progress?: (fraction: number, what: string) => void
    readonly signal?: AbortSignal | undefined
  }
}

/** They name runs, and say what became of a run, where it came from: here it would not be so. */
const leftOut = /^(?:mlflow\.parentRunId|reprise\.(?:reproduces(?:\..*)?|reproduction|verdict(?:\..*)?|capsule\..*))$/

/** Gives a run everything that a capsule has. Doing it again, or going on after it was broken off, leaves the same. */
export async function fillRun(client: Client, capsule: Capsule, target: Target): Promise<void> {
  const { id, options } = target
  const { info, data, inputs, outputs } = capsule.run.run
  const logBatch = batchLogger(client, target)
  for (const params of chunksOf(data?.params ?? [], limits.paramsPerBatch)) await logBatch({ params })
  const tags = (data?.tags ?? []).filter(({ key }) => !leftOut.test(key))
  for (const some of chunksOf(tags, limits.tagsPerBatch)) await logBatch({ tags: some })
  const { dataset_inputs: datasets = [], model_inputs: models = [] } = inputs ?? {}
  if (datasets.length + models.length > 0) await client.logInputs({ run_id: id, datasets, models })
  const { model_outputs: made = [], dataset_outputs: datasetsMade = [] } = outputs ?? {}
  if (made.length > 0) await client.logOutputs({ run_id: id, models: made })
  for (const some of chunksOf(datasetsMade, limits.datasetsPerCall)) {
    await client.logDatasetOutputs({ run_id: id, datasets: some.map(({ dataset }) => dataset) })
  }
  await logSeries(capsule, options.progress, logBatch)
  await uploadArtifacts(client, capsule, target)
  if (info.status !== 'RUNNING') await client.updateRun({ run_id: id, status: info.status, end_time: info.end_time })
  await logBatch({
    tags: [
      { key: ORIGINAL, value: info.run_id },
      { key: DIGEST, value: capsule.digest },
    ],
  })
  await client.deleteTag({ run_id: id, key: BEGUN })
}

type LogBatch = (batch: Omit<Parameters<Client['logBatch']>[0], 'run_id'>) => Promise<unknown>

function batchLogger(client: Client, { id, options: { signal } }: Target): LogBatch {
  return async (batch) => client.logBatch({ run_id: id, ...batch }, { signal })
}

async function logSeries({ run, read }: Capsule, progress: Target['options']['progress'], logBatch: LogBatch): Promise<void> {
  for (const { key, member } of run.series) {
    progress?.(0.5, key)
    let metrics: NonNullable<Parameters<LogBatch>[0]['metrics']>[number][] = []
    for await (const point of parseSeries(read(member), member)) {
      metrics.push({ key, ...point })
      if (metrics.length < limits.metricsPerBatch) continue
      await logBatch({ metrics })
      metrics = []
    }
    if (metrics.length > 0) await logBatch({ metrics })
  }
}

async function uploadArtifacts(client: Client, { members, read }: Capsule, { artifactUri, options }: Target): Promise<void> {
  const { progress, signal } = options
  const artifacts = members.filter(({ path }) => path.startsWith(ARTIFACTS))
  const total = artifacts.reduce((sum, { size }) => sum + size, 0)
  let done = 0
  for (const { path, size } of artifacts) {
    progress?.(0.5 + done / Math.max(1, total) / 2, path)
    await client.uploadArtifact(artifactUri, path.slice(ARTIFACTS.length), () => ReadableStream.from(read(path)), { signal })
    done += size
  }
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
}
