import type { Client } from '@reprise/client'
import { limits, RepriseError } from '@reprise/protocol'
import { ARTIFACTS } from './format.ts'
import { type Capsule, openCapsule, verifyCapsule } from './open-capsule.ts'
import { parseSeries } from './series-lines.ts'

export interface ImportOptions {
  /** Name of the experiment, which is made where it is missing; default: that of the original. */
  readonly experiment?: string | undefined
  /** Whether a capsule that was imported before makes one more run. */
  readonly again?: boolean
  readonly progress?: (fraction: number, what: string) => void
  readonly signal?: AbortSignal | undefined
}

export interface ImportedCapsule {
  /** Id of the new run, or of the one that is there already. */
  readonly run: string
  readonly original: string
  readonly digest: string
  readonly isNew: boolean
}

/** They name runs, and say what became of a run, where it came from: here it would not be so. */
const leftOut = /^(?:mlflow\.parentRunId|reprise\.(?:reproduces(?:\..*)?|reproduction|verdict(?:\..*)?|capsule\..*))$/

/**
 * Makes the run of a capsule on a server. Every digest is held against its bytes before anything is written. What fails later, or is stopped
 * by `signal`, leaves no run: it is deleted again, and the error says so. The tag that a second import looks for is written last.
 */
export async function importCapsule(client: Client, file: string, options: ImportOptions = {}): Promise<ImportedCapsule> {
  await using capsule = await openCapsule(file)
  const { digest, run: document } = capsule
  await verifyCapsule(capsule, (fraction, what) => options.progress?.(fraction / 2, what))
  const original = document.run.info.run_id
  const known = options.again === true ? undefined : await findImported(client, digest)
  if (known !== undefined) return { run: known, original, digest, isNew: false }
  options.signal?.throwIfAborted()
  const { info } = document.run
  const { run } = await client.createRun({
    experiment_id: await openExperiment(client, options.experiment ?? document.experiment),
    user_id: info.user_id,
    run_name: info.run_name,
    start_time: info.start_time,
  })
  const id = run.info.run_id
  try {
    await fill(client, capsule, { id, artifactUri: run.info.artifact_uri ?? '', options })
  } catch (error) {
    throw await takeBack(client, id, error)
  }
  return { run: id, original, digest, isNew: true }
}

interface Target {
  readonly id: string
  readonly artifactUri: string
  readonly options: ImportOptions
}

async function fill(client: Client, capsule: Capsule, { id, artifactUri, options }: Target): Promise<void> {
  const { progress = () => undefined, signal } = options
  const { info, data, inputs, outputs } = capsule.run.run
  const logBatch = (batch: Omit<Parameters<Client['logBatch']>[0], 'run_id'>) => client.logBatch({ run_id: id, ...batch }, { signal })
  for (const params of chunksOf(data?.params ?? [], limits.paramsPerBatch)) await logBatch({ params })
  const tags = (data?.tags ?? []).filter(({ key }) => !leftOut.test(key))
  for (const some of chunksOf(tags, limits.tagsPerBatch)) await logBatch({ tags: some })
  const { dataset_inputs: datasets = [], model_inputs: models = [] } = inputs ?? {}
  if (datasets.length + models.length > 0) await client.logInputs({ run_id: id, datasets, models })
  const made = outputs?.model_outputs ?? []
  if (made.length > 0) await client.logOutputs({ run_id: id, models: made })
  for (const { key, member } of capsule.run.series) {
    progress(0.5, key)
    let metrics: NonNullable<Parameters<typeof logBatch>[0]['metrics']>[number][] = []
    for await (const point of parseSeries(capsule.read(member), member)) {
      metrics.push({ key, ...point })
      if (metrics.length < limits.metricsPerBatch) continue
      await logBatch({ metrics })
      metrics = []
    }
    if (metrics.length > 0) await logBatch({ metrics })
  }
  const artifacts = capsule.members.filter(({ path }) => path.startsWith(ARTIFACTS))
  const total = artifacts.reduce((sum, { size }) => sum + size, 0)
  let done = 0
  for (const { path, size } of artifacts) {
    progress(0.5 + done / Math.max(1, total) / 2, path)
    await client.uploadArtifact(artifactUri, path.slice(ARTIFACTS.length), () => ReadableStream.from(capsule.read(path)), { signal })
    done += size
  }
  const origin = [
    { key: 'reprise.capsule.run', value: info.run_id },
    { key: 'reprise.capsule.digest', value: capsule.digest },
  ]
  if (info.status !== 'RUNNING') await client.updateRun({ run_id: id, status: info.status, end_time: info.end_time })
  await logBatch({ tags: origin })
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
}

async function takeBack(client: Client, id: string, error: unknown): Promise<RepriseError> {
  const why = error instanceof Error ? error.message : String(error)
  const code = error instanceof RepriseError ? error.code : 'INTERNAL_ERROR'
  return client.deleteRun({ run_id: id }).then(
    () =>
      new RepriseError(code, `The capsule was not imported: ${why.replace(/\.$/, '')}. The run ${id} that was begun is deleted again.`, {
        cause: error,
      }),
    () =>
      new RepriseError(code, `The capsule was imported in part only: ${why.replace(/\.$/, '')}. The run ${id} could not be deleted.`, {
        hint: `Delete it: reprise runs delete ${id}`,
        cause: error,
      }),
  )
}

async function findImported(client: Client, digest: string): Promise<string | undefined> {
  let token: string | undefined
  do {
    const page = await client.searchExperiments({ max_results: 1_000, page_token: token })
    const { runs } = await client.searchRuns({
      experiment_ids: page.experiments.map(({ experiment_id: id }) => id),
      filter: `tags.\`reprise.capsule.digest\` = '${digest}'`,
      max_results: 1,
    })
    const [found] = runs
    if (found !== undefined) return found.info.run_id
    token = page.next_page_token
  } while (token !== undefined)
  return undefined
}

/** Throws INVALID_PARAMETER_VALUE for a deleted experiment. */
async function openExperiment(client: Client, name: string): Promise<string> {
  const found = await client.getExperimentByName({ experiment_name: name }).catch((error: unknown) => {
    if (error instanceof RepriseError && error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined
    throw error
  })
  if (found === undefined) return (await client.createExperiment({ name })).experiment_id
  if (found.experiment.lifecycle_stage === 'active') return found.experiment.experiment_id
  throw new RepriseError('INVALID_PARAMETER_VALUE', `The experiment ${JSON.stringify(name)} is deleted.`, {
    hint: 'Name another: --experiment NAME',
  })
}
