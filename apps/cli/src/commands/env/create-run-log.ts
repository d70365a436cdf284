import { openAsBlob } from 'node:fs'
import { basename } from 'node:path'
import type { EnvironmentLog } from '@reprise/capture'
import type { World } from '../../command.ts'
import { type ConnectionOptions, withClient } from '../../connect/index.ts'

/** What writes to a run of the server. Each call is stored whole or not at all. */
export function createRunLog(runId: string, options: ConnectionOptions, world: World): EnvironmentLog {
  return {
    logParams: (params) =>
      withClient(options, world, async (client) => {
        const pairs = Object.entries(params).map(([key, value]) => ({ key, value }))
        await client.logBatch({ run_id: runId, metrics: [], params: pairs, tags: [] })
      }),
    logArtifact: (file, folder) =>
      withClient(options, world, async (client) => {
        const { run } = await client.getRun({ run_id: runId })
        await client.uploadArtifact(run.info.artifact_uri ?? '', `${folder}/${basename(file)}`, await openAsBlob(file))
      }),
  }
}
