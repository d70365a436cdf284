import { stillRequest } from '@reprise/protocol'

const bytes = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
const empty = { 200: { description: 'Done.' } }
const path = { name: 'path', in: 'path', required: true, description: 'May contain slashes.', schema: { type: 'string' } }
const text = { 200: { description: 'Text.', content: { 'text/plain': { schema: { type: 'string' } } } } }

/** Routes that are not operations of the store; a test compares the list with what the server answers. */
export const otherRoutes = {
  '/health': { get: { operationId: 'health', summary: 'OK when the server answers.', responses: text } },
  '/version': { get: { operationId: 'version', summary: 'The version of the server.', responses: text } },
  '/metrics': { get: { operationId: 'metrics', summary: 'Figures for Prometheus.', responses: text } },
  '/api/reprise/1/events': {
    get: {
      operationId: 'events',
      summary: 'Changes as server-sent events, after Last-Event-ID when it is sent.',
      parameters: ['experiment_id', 'run_id'].map((name) => ({
        name,
        in: 'query',
        description: 'Only changes of these.',
        schema: { type: 'array', items: { type: 'string' } },
      })),
      responses: { 200: { description: 'A stream.', content: { 'text/event-stream': { schema: { type: 'string' } } } } },
    },
  },
  '/api/reprise/1/stills': {
    get: {
      operationId: 'still',
      summary: 'Runs as one page of HTML that opens without a server.',
      parameters: Object.entries(stillRequest.fields).map(([name, { doc, presence }]) => ({
        name,
        in: 'query',
        description: doc,
        schema: presence === 'repeated' ? { type: 'array', items: { type: 'string' } } : { type: 'string' },
      })),
      responses: { 200: { description: 'A page.', content: { 'text/html': { schema: { type: 'string' } } } } },
    },
  },
  '/s/{token}': {
    get: {
      operationId: 'sharedPage',
      summary: 'What a share shows, as one page of HTML.',
      parameters: [{ name: 'token', in: 'path', required: true, schema: { type: 'string' } }],
      responses: {
        200: { description: 'A page.', content: { 'text/html': { schema: { type: 'string' } } } },
        404: { description: 'The share has expired, was revoked, or never was.' },
        410: { description: 'All that it showed was deleted.' },
      },
    },
  },
  '/api/reprise/1/artifacts/copy': {
    post: {
      operationId: 'copyArtifact',
      summary: 'Give a run a file that another run of this server has, if it has the digest that is named. Without moving its bytes.',
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['run_id', 'path', 'from_run_id', 'from_path', 'sha256'],
              properties: Object.fromEntries(
                ['run_id', 'path', 'from_run_id', 'from_path', 'sha256'].map((name) => [name, { type: 'string' }]),
              ),
            },
          },
        },
      },
      responses: { 200: { description: 'Done.' }, 404: { description: 'There is no such file: upload it.' } },
    },
  },
  '/api/reprise/1/artifacts/archive': {
    get: {
      operationId: 'downloadArchive',
      summary: 'All artifacts of a run or a logged model, or those below a folder, as one zip archive. It is made while it is sent.',
      parameters: [
        { name: 'run_id', in: 'query', description: 'This or `model_id`.', schema: { type: 'string' } },
        { name: 'model_id', in: 'query', schema: { type: 'string' } },
        { name: 'path', in: 'query', description: 'The folder.', schema: { type: 'string' } },
      ],
      responses: { 200: { description: 'Bytes.', content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } } } },
    },
  },
  '/api/reprise/1/artifacts/pdf': {
    get: {
      operationId: 'showPdf',
      summary: 'A PDF among the artifacts of a run or a logged model, for a browser to show it instead of keeping it.',
      parameters: [
        { name: 'run_id', in: 'query', description: 'This or `model_id`.', schema: { type: 'string' } },
        { name: 'model_id', in: 'query', schema: { type: 'string' } },
        { name: 'path', in: 'query', required: true, description: 'Ends in .pdf.', schema: { type: 'string' } },
      ],
      responses: { 200: { description: 'Bytes.', content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } } },
    },
  },
  '/api/2.0/mlflow-artifacts/artifacts': {
    get: {
      operationId: 'listArtifacts',
      summary: 'The entries of a folder.',
      parameters: [{ name: 'path', in: 'query', schema: { type: 'string' } }],
      responses: empty,
    },
  },
  '/api/2.0/mlflow-artifacts/artifacts/{path}': {
    parameters: [path],
    get: {
      operationId: 'downloadArtifact',
      summary: 'The bytes of a file, or a range of them.',
      responses: {
        200: { description: 'Bytes.', content: bytes },
        206: { description: 'The range that was asked for.', content: bytes },
        304: { description: 'The file has the ETag that was named.' },
        416: { description: 'The range begins behind the end; Content-Range has the size.' },
      },
    },
    put: { operationId: 'uploadArtifact', summary: 'Store a file.', requestBody: { content: bytes }, responses: empty },
    delete: { operationId: 'deleteArtifact', summary: 'Delete a file or a folder.', responses: empty },
  },
  '/api/2.0/mlflow-artifacts/mpu/create/{path}': {
    parameters: [path],
    post: { operationId: 'createUpload', summary: 'Begin an upload in parts.', responses: empty },
  },
  '/api/2.0/mlflow-artifacts/mpu/complete/{path}': {
    parameters: [path],
    post: { operationId: 'completeUpload', summary: 'Join the parts.', responses: empty },
  },
  '/api/2.0/mlflow-artifacts/mpu/abort/{path}': {
    parameters: [path],
    post: { operationId: 'abortUpload', summary: 'Forget the parts.', responses: empty },
  },
} as const
