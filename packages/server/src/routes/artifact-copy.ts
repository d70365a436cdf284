import { assertArtifactPath } from '@reprise/objects'
import { decodeMessage, message, parseWireJson, RepriseError, required } from '@reprise/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { assertJson } from '../http/content-type.ts'
import { readBody } from '../http/read-body.ts'
import type { ServerParts } from '../parts.ts'
import { folderOf } from '../artifact-folder.ts'
import { artifactUriOf } from './run-artifacts.ts'

const BODY_BYTES = 64 * 1024

const copyArtifact = message('CopyArtifact', {
  run_id: required('string', 'The run that is to have the file.'),
  path: required('string', 'Where, below its artifacts.'),
  from_run_id: required('string', 'A run that has it.'),
  from_path: required('string', 'Where, below the artifacts of that run.'),
  sha256: required('string', 'Digest of the file, 64 lower-case hexadecimal digits.'),
})

/** Files that runs have in common, such as code and data, are stored once and need not travel again. */
export function addArtifactCopyRoute(app: FastifyInstance, parts: ServerParts): void {
  app.post('/api/reprise/1/artifacts/copy', async (request) => {
    const asked = decodeMessage(copyArtifact, await readJson(request))
    const from = await placeOf(parts, asked.from_run_id, asked.from_path)
    const to = await placeOf(parts, asked.run_id, asked.path)
    if (await parts.artifacts.copy(from, to, asked.sha256)) return {}
    throw new RepriseError(
      'RESOURCE_DOES_NOT_EXIST',
      `The run ${asked.from_run_id} has no artifact ${asked.from_path} with the digest ${asked.sha256}.`,
      { hint: 'Upload the file.' },
    )
  })
}

async function placeOf(parts: ServerParts, runId: string, path: string): Promise<string> {
  assertArtifactPath(path)
  return `${folderOf(await artifactUriOf(parts, { run_id: runId }))}/${path}`
}

async function readJson(request: FastifyRequest): Promise<unknown> {
  const body = await readBody(request.raw, BODY_BYTES)
  assertJson(request.headers['content-type'])
  return parseWireJson(body)
}
