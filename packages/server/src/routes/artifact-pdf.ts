import { assertArtifactPath } from '@reprise/objects'
import { RepriseError } from '@reprise/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { folderOf } from '../artifact-folder.ts'
import type { ServerParts } from '../parts.ts'
import { artifactUriOf } from './run-artifacts.ts'
import { hasFolder, sendFile } from './send-file.ts'

type PdfRequest = FastifyRequest<{ Querystring: { readonly run_id?: string; readonly model_id?: string; readonly path?: string } }>

/**
 * A PDF of a run or a logged model for the viewer of a browser, which keeps what stands in it apart from pages: whatever the file holds, it is read as a PDF or not
 * at all. Other sites can not frame it. Not sandboxed: viewers of browsers do not open what is.
 */
export function addArtifactPdfRoute(app: FastifyInstance, parts: ServerParts): void {
  app.get('/api/reprise/1/artifacts/pdf', async (request: PdfRequest, reply) => {
    const { path = '' } = request.query
    assertArtifactPath(path)
    if (!/\.pdf$/i.test(path)) throw new RepriseError('INVALID_PARAMETER_VALUE', `'${path}' is not called a PDF.`)
    const file = `${folderOf(await artifactUriOf(parts, request.query))}/${path}`
    reply.raw.setHeader('content-security-policy', "frame-ancestors 'self'")
    reply.raw.setHeader('cross-origin-resource-policy', 'same-origin')
    return sendFile(request, reply, {
      path,
      open: () => parts.artifacts.get(file),
      isFolder: () => hasFolder(parts.artifacts, file),
      shownAs: 'application/pdf',
    })
  })
}
