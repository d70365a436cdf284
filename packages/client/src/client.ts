import {
  type InputOfOperation,
  type OperationName,
  operations,
  pathsOf,
  type PublicOperationName,
  type ResponseFor,
} from '@reprise/protocol'
import { type ArtifactMethods, createArtifactMethods } from './artifacts/artifact-methods.ts'
import type { S3Access } from './artifacts/s3/s3-bucket.ts'
import { createS3Artifacts } from './artifacts/s3/s3-artifacts.ts'
import { type CallOptions, callOperation } from './call-operation.ts'
import { errorOfAnswer } from './answer-error.ts'
import { type EventOptions, followEvents, type ServerEvent } from './events/follow-events.ts'
import { createStillMethods, type StillMethods } from './still-methods.ts'
import { createHttpTransport, type HttpTransportOptions } from './transport/http-transport.ts'
import { defaultRetryPolicy, type RetryPolicy, withRetries } from './transport/retries.ts'
import type { Transport } from './transport/transport.ts'

/** One method per operation of the protocol's table: `client.searchRuns({ experiment_ids: ['0'] })`. */
export type OperationMethods = {
  readonly [Name in PublicOperationName]: (input: InputOfOperation<Name>, options?: CallOptions) => Promise<ResponseFor<Name>>
}

/** A typed client of a tracking server. Every method rejects with a RepriseError, or with the reason of its `signal`. */
export interface Client extends OperationMethods, ArtifactMethods, StillMethods {
  /** Where the server is. */
  readonly url: string
  /** Follows what happens on the server until the loop is left or `signal` aborted; goes on by itself after a lost connection. */
  events(options?: EventOptions): AsyncGenerator<ServerEvent, void, undefined>
  /** Whether the server answers; one try, never rejects unless aborted. */
  health(options?: { signal?: AbortSignal }): Promise<boolean>
  /** The server's version, such as `0.1.0`. */
  version(options?: { signal?: AbortSignal }): Promise<string>
}

/** Options of {@link createClient}: those of HTTP, or another transport. */
export type ClientOptions = (HttpTransportOptions | { readonly transport: Transport }) & {
  /** Tries after the first, default 4, or a whole policy. Only what may arrive twice is tried again. */
  readonly retries?: number | Partial<RetryPolicy> | undefined
  /** For runs whose artifacts are in S3 (`artifact_uri` of `s3://…`): then they go there past the server. */
  readonly s3?: S3Access | undefined
}

/**
 * A client of a Reprise server, or of an MLflow server as far as that goes.
 *
 *     const client = createClient({ url: 'http://127.0.0.1:5000' })
 *     const { run } = await client.getRun({ run_id })
 */
export function createClient(options: ClientOptions): Client {
  const transport = 'transport' in options ? options.transport : createHttpTransport(options)
  const patient = withRetries(transport, policyOf(options.retries))
  const s3 =
    options.s3 === undefined ? undefined : createS3Artifacts(options.s3, { ...transferOf(options), retries: policyOf(options.retries) })
  const methods = Object.fromEntries(
    (Object.keys(operations) as OperationName[])
      .filter(hasPath)
      .map((name) => [name, (input: InputOfOperation<OperationName>, call?: CallOptions) => callOperation(patient, name, input, call)]),
  ) as unknown as OperationMethods
  return {
    ...methods,
    ...createArtifactMethods(patient, s3),
    ...createStillMethods(patient),
    url: transport.url,
    events: (call) => followEvents(transport, policyOf(options.retries), call),
    health: ({ signal } = {}) => isHealthy(transport, signal),
    version: ({ signal } = {}) => readVersion(patient, signal),
  }
}

function transferOf(options: ClientOptions): Pick<HttpTransportOptions, 'fetch' | 'timeout'> {
  return 'transport' in options ? {} : { fetch: options.fetch, timeout: options.timeout }
}

function hasPath(name: OperationName): boolean {
  return pathsOf(operations[name]).length > 0
}

function policyOf(retries: number | Partial<RetryPolicy> | undefined): RetryPolicy {
  return { ...defaultRetryPolicy, ...(typeof retries === 'number' ? { retries } : retries) }
}

async function isHealthy(transport: Transport, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    const { status } = await transport.send({ method: 'GET', path: '/health', signal, repeatable: true })
    return status === 200
  } catch {
    signal?.throwIfAborted()
    return false
  }
}

async function readVersion(transport: Transport, signal: AbortSignal | undefined): Promise<string> {
  const answer = await transport.send({ method: 'GET', path: '/version', signal, repeatable: true })
  const error = errorOfAnswer(answer, `GET ${transport.url}/version`)
  if (error !== undefined) throw error
  return new TextDecoder().decode(answer.body).trim()
}
