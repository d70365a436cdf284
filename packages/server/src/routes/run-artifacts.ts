import { assertArtifactPath } from '@reprise/objects'
import { encodeJson, parseAnswer, type ResponseFor, RepriseError } from '@reprise/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { folderOf } from '../artifact-folder.ts'
import { piecesOf } from '../http/pieces-of.ts'
import type { ServerParts } from '../parts.ts'
import { hasFolder, sendFile } from './send-file.ts'

const apiPrefixes = ['/api/2.0/mlflow', '/ajax-api/2.0/mlflow'] as const

/** Whose artifacts: those of a run, or of a model that a run has logged. */
interface Owner {
  readonly run_id?: string
  readonly run_uuid?: string
  readonly model_id?: string
}
interface RunQuery extends Owner {
  readonly path?: string
}
type RunRequest = FastifyRequest<{ Querystring: RunQuery }>

/** Artifacts by run, as older clients and user interfaces ask for them. */
export function addRunArtifactRoutes(app: FastifyInstance, parts: ServerParts): void {
  for (const prefix of apiPrefixes) {
    app.get(`${prefix}/artifacts/list`, async (request: RunRequest) => {
      const uri = await artifactUriOf(parts, request.query)
      const path = relativePath(request.query)
      const entries = await parts.artifacts.list(joinPath(folderOf(uri), path))
      const files = entries.map(({ name, isFolder, size }) => ({
        path: joinPath(path, name),
        is_dir: isFolder,
        ...(isFolder ? {} : { file_size: size }),
      }))
      return { root_uri: uri, ...(files.length === 0 ? {} : { files }) }
    })
    app.post(`${prefix}/upload-artifact`, async (request: RunRequest) => {
      const path = required(relativePath(request.query), 'path')
      await parts.artifacts.put(joinPath(folderOf(await artifactUriOf(parts, request.query)), path), piecesOf(request.raw))
      return {}
    })
  }
  for (const url of ['/get-artifact', '/ajax-api/2.0/mlflow/get-artifact']) {
    app.get(url, async (request: RunRequest, reply) => {
      const path = required(relativePath(request.query), 'path')
      const file = joinPath(folderOf(await artifactUriOf(parts, request.query)), path)
      return sendFile(request, reply, { path, open: () => parts.artifacts.get(file), isFolder: () => hasFolder(parts.artifacts, file) })
    })
  }
}

/** Where the artifacts of a run or a logged model are. */
export async function artifactUriOf(
  { store }: ServerParts,
  { run_id: runId, run_uuid: runUuid, model_id: modelId }: Owner,
): Promise<string> {
  if (modelId !== undefined && modelId !== '') {
    const answer = parseAnswer(await store.call('getLoggedModel', encodeJson({ model_id: modelId })))
    return (answer as ResponseFor<'getLoggedModel'>).model.info.artifact_uri ?? ''
  }
  const answer = parseAnswer(await store.call('getRun', encodeJson({ run_id: required(runId ?? runUuid, 'run_id') })))
  return (answer as ResponseFor<'getRun'>).run.info.artifact_uri ?? ''
}

function relativePath(query: RunQuery): string {
  const path = (query.path ?? '').replace(/\/+$/, '')
  if (path !== '') assertArtifactPath(path)
  return path
}

function required(value: string | undefined, name: string): string {
  if (value !== undefined && value !== '') return value
  throw new RepriseError('INVALID_PARAMETER_VALUE', `Missing value for required parameter '${name}'.`)
}

function joinPath(folder: string, name: string): string {
  return folder === '' || name === '' ? folder + name : `${folder}/${name}`
}
