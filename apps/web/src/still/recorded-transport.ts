import type { Transport, TransportRequest } from '@reprise/client'
import {
  decodeMessage,
  encodeJson,
  encodeText,
  isPathOf,
  type OperationName,
  operations,
  parseWireJson,
  queryToJson,
  RepriseError,
  type Still,
} from '@reprise/protocol'
import { type Answers, answersFrom } from './answers.ts'
import { createKeptFiles, type KeptFiles } from './kept-files.ts'

const ARTIFACTS = '/api/2.0/mlflow-artifacts/artifacts'

interface Parts {
  readonly answers: Answers
  readonly files: KeptFiles
  readonly version: string
}

/** Answers requests from what a page holds. Nothing leaves it. */
export function createRecordedTransport(still: Still): Transport {
  const parts = { answers: answersFrom(still), files: createKeptFiles(still), version: still.reprise }
  const answer = (request: TransportRequest): { status: number; headers: Headers; body: Uint8Array<ArrayBuffer> } => {
    request.signal?.throwIfAborted()
    try {
      const body = route(parts, request)
      return { status: 200, headers: new Headers({ 'content-length': `${body.length}` }), body }
    } catch (error) {
      if (!(error instanceof RepriseError)) throw error
      return { status: error.status, headers: new Headers(), body: encodeJson(error.toEnvelope()) as Uint8Array<ArrayBuffer> }
    }
  }
  return {
    url: 'still:',
    send: async (request) => answer(request),
    open: async (request) => {
      const { body, ...rest } = answer(request)
      return { ...rest, body: new Blob([body]).stream() }
    },
  }
}

function route({ answers, files, version }: Parts, request: TransportRequest): Uint8Array<ArrayBuffer> {
  const { path, query = new URLSearchParams() } = request
  if (path === '/version') return encodeText(version) as Uint8Array<ArrayBuffer>
  if (path === '/health') return encodeText('OK') as Uint8Array<ArrayBuffer>
  if (path === ARTIFACTS) return encodeJson({ files: files.list(query.get('path') ?? '') }) as Uint8Array<ArrayBuffer>
  if (path.startsWith(`${ARTIFACTS}/`)) return files.read(decodeURIComponent(path.slice(ARTIFACTS.length + 1)))
  const name = operationAt(request)
  const answer = name === undefined ? undefined : answers[name]
  if (name === undefined || answer === undefined) throw new RepriseError('NOT_IMPLEMENTED', 'That is not in this file.')
  const { request: type } = operations[name]
  const input = request.method === 'GET' ? queryToJson(type, query) : parseWireJson(bodyOf(request))
  return encodeJson((answer as (input: unknown) => unknown)(decodeMessage(type, input))) as Uint8Array<ArrayBuffer>
}

function operationAt({ method, path }: TransportRequest): OperationName | undefined {
  return (Object.keys(operations) as OperationName[]).find(
    (name) => operations[name].methods[0] === method && isPathOf(operations[name], path),
  )
}

/** Operations send bytes. */
function bodyOf({ body }: TransportRequest): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array()
}
