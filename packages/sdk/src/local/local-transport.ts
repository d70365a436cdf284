import { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import type { Transport, TransportBody, TransportRequest, TransportStream } from '@reprise/client'
import { encodeJson, encodeText, isPathOf, type OperationName, operations, queryToJson, RepriseError } from '@reprise/protocol'
import type { LocalParts } from './open-parts.ts'
import type { RevolvingDoor } from './revolving-door.ts'

const ARTIFACTS = '/api/2.0/mlflow-artifacts/artifacts'

interface LocalAnswer {
  readonly status: number
  readonly body: Uint8Array | ReadableStream<Uint8Array>
}

/** Answers requests as a server would, by calling the store in this process. */
export function createLocalTransport(path: string, door: RevolvingDoor): Transport {
  const answer = async (request: TransportRequest): Promise<LocalAnswer> => {
    request.signal?.throwIfAborted()
    try {
      return await door((parts) => route(parts, request))
    } catch (error) {
      if (!(error instanceof RepriseError)) throw error
      return { status: error.status, body: encodeJson(error.toEnvelope()) }
    }
  }
  return {
    url: pathToFileURL(path).href,
    send: async (request) => {
      const { status, body } = await answer(request)
      return { status, headers: new Headers(), body: body instanceof Uint8Array ? body : await readWhole(body) }
    },
    open: async (request): Promise<TransportStream> => {
      const { status, body } = await answer(request)
      return { status, headers: new Headers(), body: body instanceof Uint8Array ? streamOf(body) : body }
    },
  }
}

async function route({ store, artifacts }: LocalParts, request: TransportRequest): Promise<LocalAnswer> {
  const { path, query = new URLSearchParams(), body, headers } = request
  if (path === '/health') return { status: 200, body: encodeText('OK') }
  if (path === '/version') return { status: 200, body: encodeText('local') }
  if (path.startsWith(ARTIFACTS)) return routeArtifact(artifacts, request)
  const name = operationAt(request)
  const { type, json } = { type: operations[name].request, json: await readBody(body) }
  const input = request.method === 'GET' ? encodeJson(queryToJson(type, query)) : json
  return { status: 200, body: await store.call(name, input, { idempotencyKey: headers?.['idempotency-key'] }) }
}

async function routeArtifact(artifacts: LocalParts['artifacts'], { method, path, query, body }: TransportRequest): Promise<LocalAnswer> {
  const file = decodeURIComponent(path.slice(ARTIFACTS.length + 1))
  if (file === '') return { status: 200, body: encodeJson(toListing(await artifacts.list(query?.get('path') ?? ''))) }
  if (method === 'GET') {
    const found = await artifacts.get(file)
    if (found === undefined) throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `There is no artifact ${file}.`)
    return { status: 200, body: Readable.toWeb(found.read()) as ReadableStream<Uint8Array> }
  }
  await (method === 'DELETE' ? artifacts.delete(file) : artifacts.put(file, streamOf(body)))
  return { status: 200, body: encodeText('{}') }
}

function toListing(entries: Awaited<ReturnType<LocalParts['artifacts']['list']>>): unknown {
  return { files: entries.map(({ name, isFolder, size }) => ({ path: name, is_dir: isFolder, ...(isFolder ? {} : { file_size: size }) })) }
}

function operationAt({ method, path }: TransportRequest): OperationName {
  const name = (Object.keys(operations) as OperationName[]).find(
    (candidate) => operations[candidate].methods[0] === method && isPathOf(operations[candidate], path),
  )
  if (name !== undefined) return name
  throw new RepriseError('NOT_IMPLEMENTED', `${method} ${path} needs a server: a folder has none.`)
}

function streamOf(body: TransportBody | undefined): ReadableStream<Uint8Array> {
  if (body instanceof ReadableStream) return body
  if (typeof body === 'function') return body()
  return (body instanceof Blob ? body : new Blob([body as Uint8Array<ArrayBuffer>])).stream()
}

async function readBody(body: TransportBody | undefined): Promise<Uint8Array> {
  if (body === undefined) return new Uint8Array()
  return body instanceof Uint8Array ? body : readWhole(streamOf(body))
}

async function readWhole(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer())
}
