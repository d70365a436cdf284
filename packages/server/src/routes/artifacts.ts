import { assertArtifactPath } from '@reprise/objects'
import { RepriseError } from '@reprise/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { piecesOf } from '../http/pieces-of.ts'
import type { ServerParts } from '../parts.ts'
import { hasFolder, sendFile } from './send-file.ts'

const prefixes = ['/api/2.0/mlflow-artifacts', '/ajax-api/2.0/mlflow-artifacts'] as const
type WithPath = FastifyRequest<{ Params: { '*': string }; Querystring: { path?: string } }>

/** Artifacts through the server: `mlflow-artifacts:/<path>` is `<prefix>/artifacts/<path>`. Bodies are streamed. */
export function addArtifactRoutes(app: FastifyInstance, { artifacts }: ServerParts): void {
  for (const prefix of prefixes) {
    app.get(`${prefix}/artifacts`, async (request: WithPath) => {
      const folder = trimSlashes(request.query.path ?? '')
      if (folder !== '') assertArtifactPath(folder)
      const entries = await artifacts.list(folder)
      const files = entries.map(({ name, isFolder, size }) => ({ path: name, is_dir: isFolder, ...(isFolder ? {} : { file_size: size }) }))
      return files.length === 0 ? {} : { files }
    })
    app.put(`${prefix}/artifacts/*`, async (request: WithPath, reply) => {
      await artifacts.put(checkedPath(request), piecesOf(request.raw))
      return reply.code(200).send()
    })
    app.get(`${prefix}/artifacts/*`, async (request: WithPath, reply) => {
      const path = checkedPath(request)
      return sendFile(request, reply, { path, open: () => artifacts.get(path), isFolder: () => hasFolder(artifacts, path) })
    })
    app.delete(`${prefix}/artifacts/*`, async (request: WithPath) => {
      await artifacts.delete(checkedPath(request))
      return {}
    })
    app.get(`${prefix}/presigned/*`, () => {
      throw new RepriseError('NOT_IMPLEMENTED', 'This artifact store has no presigned URLs; download through the server.')
    })
  }
}

function checkedPath(request: WithPath): string {
  const path = request.params['*']
  assertArtifactPath(path)
  return path
}

function trimSlashes(path: string): string {
  return path.replace(/\/+$/, '')
}
