import { decodeMessage, limits, message, optional, parseWireJson } from '@reprise/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { deleteArtifactsOf } from '../delete-artifacts.ts'
import { assertJson } from '../http/content-type.ts'
import { readBody } from '../http/read-body.ts'
import type { ServerParts } from '../parts.ts'

const collect = message('CollectGarbage', {
  older_than_ms: optional('int64', 'Only what was deleted longer ago; default 0.'),
  dry_run: optional('bool', 'Only say what would go.'),
})

/** Maintenance of the server's own store, which no other process can open while it runs. */
export function addMaintenanceRoutes(app: FastifyInstance, { store, artifacts }: ServerParts): void {
  app.post('/api/reprise/1/store/gc', async (request) => {
    const { older_than_ms: age = 0, dry_run: dryRun = false } = decodeMessage(collect, await readJson(request))
    return store.collectGarbage({
      olderThan: Date.now() - Number(age),
      dryRun,
      deleteArtifacts: (uris) => deleteArtifactsOf(artifacts, uris),
    })
  })
  app.post('/api/reprise/1/store/fsck', () => store.verify())
}

async function readJson(request: FastifyRequest): Promise<unknown> {
  const body = await readBody(request.raw, limits.bodyBytes)
  assertJson(request.headers['content-type'])
  return parseWireJson(body)
}
