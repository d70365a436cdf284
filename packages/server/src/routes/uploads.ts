import { assertArtifactPath, type PartUploads } from '@reprise/objects'
import { decodeMessage, message, optional, parseWireJson, repeated, RepriseError, required } from '@reprise/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { piecesOf } from '../http/pieces-of.ts'
import { readBody } from '../http/read-body.ts'
import type { ServerParts } from '../parts.ts'

const prefixes = ['/api/2.0/mlflow-artifacts', '/ajax-api/2.0/mlflow-artifacts'] as const
const MOST_PARTS = 10_000
const BODY_BYTES = 4 * 1024 * 1024

const createUpload = message('CreateUpload', { path: optional('string', 'File name.'), num_parts: required('int32', 'How many parts.') })
const uploadedPart = message('UploadedPart', {
  part_number: required('int32', 'From 1.'),
  etag: required('string', 'What the part was answered with.'),
  url: optional('string', 'Where it was sent.'),
})
const completeUpload = message('CompleteUpload', {
  upload_id: required('string', 'The upload.'),
  parts: repeated(uploadedPart, 'In order.'),
})
const abortUpload = message('AbortUpload', { upload_id: required('string', 'The upload.') })

type WithPath = FastifyRequest<{ Params: { '*': string } }>
type WithPart = FastifyRequest<{ Params: { upload: string; part: string } }>

/** Uploads in parts, as MLflow clients do for large files: create, PUT every part, complete. */
export function addUploadRoutes(app: FastifyInstance, { artifacts }: ServerParts): void {
  const uploads = artifacts.uploads
  for (const prefix of prefixes) {
    app.post(`${prefix}/mpu/create/*`, async (request: WithPath) => {
      const { num_parts: parts } = decodeMessage(createUpload, await readJson(request))
      if (parts < 1 || parts > MOST_PARTS)
        throw new RepriseError('INVALID_PARAMETER_VALUE', `num_parts must be 1 to ${MOST_PARTS}, not ${parts}.`)
      const store = supported(uploads)
      const uploadId = await store.create(targetPath(request))
      const base = `${request.protocol}://${request.headers.host ?? 'localhost'}${prefix}/mpu/part/${uploadId}`
      const credentials = Array.from({ length: parts }, (_, index) => ({
        url: `${base}/${index + 1}`,
        part_number: index + 1,
        headers: {},
      }))
      return { upload_id: uploadId, credentials }
    })
    app.put(`${prefix}/mpu/part/:upload/:part`, async (request: WithPart, reply) => {
      const etag = await supported(uploads).putPart(request.params.upload, Number(request.params.part), piecesOf(request.raw))
      return reply.header('etag', `"${etag}"`).send({})
    })
    app.post(`${prefix}/mpu/complete/*`, async (request: WithPath) => {
      const { upload_id: uploadId, parts } = decodeMessage(completeUpload, await readJson(request))
      const named = parts.map(({ part_number: part, etag }) => ({ part, etag }))
      await supported(uploads).complete(uploadId, targetPath(request), named)
      return {}
    })
    app.post(`${prefix}/mpu/abort/*`, async (request: WithPath) => {
      await supported(uploads).abort(decodeMessage(abortUpload, await readJson(request)).upload_id)
      return {}
    })
  }
}

function supported(uploads: PartUploads | undefined): PartUploads {
  if (uploads !== undefined) return uploads
  throw new RepriseError('NOT_IMPLEMENTED', 'This artifact store takes no uploads in parts; upload the whole file.')
}

function targetPath(request: WithPath): string {
  const path = request.params['*']
  assertArtifactPath(path)
  return path
}

async function readJson(request: FastifyRequest): Promise<unknown> {
  return parseWireJson(await readBody(request.raw, BODY_BYTES))
}
