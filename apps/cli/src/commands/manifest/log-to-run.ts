import type { ManifestRunLog } from '@reprise/capture'
import type { World } from '../../command.ts'
import { type ConnectionOptions, withClient } from '../../connect/index.ts'

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
