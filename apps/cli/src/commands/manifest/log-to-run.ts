import type { ManifestRunLog } from '@reprise/capture'
import type { World } from '../../command.ts'
import { type ConnectionOptions, findRunId, withClient } from '../../connect/index.ts'
import { UsageError } from '../../failure.ts'

export interface RunChoice extends ConnectionOptions {
  readonly run?: string
  readonly logToRun?: boolean
}

/** The run that is to be logged to, if any; that it is there is known before the work begins. */
export async function chooseRun(options: RunChoice, world: World): Promise<string | undefined> {
  const { run, logToRun: logsToActive = false } = options
  const given = run ?? (logsToActive ? activeRun() : undefined)
  if (given === undefined) return undefined
  return withClient(options, world, async (client) => {
    const id = await findRunId(client, given)
    await client.getRun({ run_id: id })
    return id
  })
}

function activeRun(): string {
  const id = [process.env['REPRISE_RUN_ID'], process.env['MLFLOW_RUN_ID']].find((value) => value !== undefined && value !== '')
  if (id !== undefined) return id
  throw new UsageError('--log-to-run finds no run in MLFLOW_RUN_ID.', 'Name one: --run ID')
}

/** Logs metrics and params, which are stored together or not at all, then the manifest. */
export async function logToRun(
  { runId, log }: { readonly runId: string; readonly log: ManifestRunLog },
  options: ConnectionOptions,
  world: World,
): Promise<void> {
  const timestamp = world.now()
  await withClient(options, world, async (client) => {
    const { run } = await client.getRun({ run_id: runId })
    await client.logBatch({
      run_id: runId,
      metrics: Object.entries(log.metrics).map(([key, value]) => ({ key, value, timestamp, step: 0 })),
      params: Object.entries(log.params).map(([key, value]) => ({ key, value })),
      tags: [],
    })
    await client.uploadArtifact(run.info.artifact_uri ?? '', log.artifact.path, log.artifact.content)
  })
}
