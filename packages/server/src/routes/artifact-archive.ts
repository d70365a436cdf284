import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { assertArtifactPath } from '@reprise/objects'
import { RepriseError } from '@reprise/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { writeArchive } from '../archive/write-archive.ts'
import type { ServerParts } from '../parts.ts'
import { folderOf } from '../artifact-folder.ts'
import { artifactUriOf } from './run-artifacts.ts'
import { disposition, hasFolder } from './send-file.ts'

type ArchiveRequest = FastifyRequest<{ Querystring: { readonly run_id?: string; readonly model_id?: string; readonly path?: string } }>

/** A folder of the artifacts of a run or a logged model, or all of them, as one file. An archive that breaks off has no end, and no program takes it for whole. */
export function addArtifactArchiveRoute(app: FastifyInstance, parts: ServerParts): void {
  app.get('/api/reprise/1/artifacts/archive', { exposeHeadRoute: false }, async (request: ArchiveRequest, reply) => {
    const path = (request.query.path ?? '').replace(/\/+$/, '')
    if (path !== '') assertArtifactPath(path)
    const root = folderOf(await artifactUriOf(parts, request.query))
    const folder = path === '' ? root : `${root}/${path}`
    if (path !== '' && !(await hasFolder(parts.artifacts, folder))) {
      throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `No such folder of artifacts: '${path}'`)
    }
    const name = `${path === '' ? (request.query.model_id ?? request.query.run_id ?? 'artifacts') : path.slice(path.lastIndexOf('/') + 1)}.zip`
    reply.hijack()
    reply.raw.writeHead(200, {
      'content-type': 'application/zip',
      'content-disposition': disposition(name),
      'x-content-type-options': 'nosniff',
    })
    await pipeline(Readable.from(writeArchive(parts.artifacts, folder), { objectMode: false }), reply.raw).catch((error: unknown) => {
      if (!request.raw.destroyed || reply.raw.errored === null) request.log.warn({ err: error, path: folder }, 'archive broken off')
      reply.raw.destroy()
    })
  })
}
