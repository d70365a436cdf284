import { createReadStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { decodeMessage, limits, message, optional, parseWireJson } from '@reprise/protocol'
import type { Store } from '@reprise/storage'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { deleteArtifactsOf } from '../delete-artifacts.ts'
import { assertJson } from '../http/content-type.ts'
import { readBody } from '../http/read-body.ts'
import { whileProcessing } from '../http/while-processing.ts'
import type { ServerParts } from '../parts.ts'

const collect = message('CollectGarbage', {
  older_than_ms: optional('int64', 'Only what was deleted longer ago; default 0.'),
  dry_run: optional('bool', 'Only say what would go.'),
})

/** Milliseconds between two signs of life: what is in between gives up after a minute, if it was not told otherwise. */
const SIGN_OF_LIFE = 55_000

/** Maintenance of the server's own store, which no other process can open while it runs. */
export function addMaintenanceRoutes(app: FastifyInstance, { store, artifacts, signOfLife = SIGN_OF_LIFE }: ServerParts): void {
  app.post('/api/reprise/1/store/gc', async (request, reply) => {
    const { older_than_ms: age = 0, dry_run: dryRun = false } = decodeMessage(collect, await readJson(request))
    const work = store.collectGarbage({
      olderThan: Date.now() - Number(age),
      dryRun,
      deleteArtifacts: (uris) => deleteArtifactsOf(artifacts, uris),
    })
    return whileProcessing(reply.raw, signOfLife, work)
  })
  app.post('/api/reprise/1/store/fsck', (_request, reply) => whileProcessing(reply.raw, signOfLife, store.verify()))
  app.post('/api/reprise/1/store/backup', (request, reply) => sendBackup({ store, signOfLife }, request, reply))
}

/** A consistent copy of the store, made in the system's temporary folder and gone when it was sent. */
async function sendBackup(
  { store, signOfLife }: { readonly store: Store; readonly signOfLife: number },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'reprise-backup-'))
  try {
    const file = join(folder, 'store.db')
    await whileProcessing(reply.raw, signOfLife, store.backup(file))
    const { size } = await stat(file)
    reply.hijack()
    reply.raw.writeHead(200, { 'content-type': 'application/vnd.sqlite3', 'content-length': size, 'cache-control': 'no-store' })
    await pipeline(createReadStream(file), reply.raw).catch((error: unknown) => {
      request.log.warn({ err: error }, 'backup broken off')
      reply.raw.destroy()
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function readJson(request: FastifyRequest): Promise<unknown> {
  const body = await readBody(request.raw, limits.bodyBytes)
  assertJson(request.headers['content-type'])
  return parseWireJson(body)
}
