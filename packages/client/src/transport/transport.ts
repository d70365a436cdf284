import type { Method } from '@reprise/protocol'

/**
 * How requests reach a tracking server: over HTTP, or inside one process.
 *
 * - `send` reads the whole answer, `open` leaves its body to be read as a stream; apart from that they are the same.
 * - Both resolve for every answer, whatever its status, and reject only when there was none: with a RepriseError of
 *   code TEMPORARILY_UNAVAILABLE, or with the reason of `signal` when that was aborted.
 * - A transport never sends a request twice; see {@link withRetries}.
 */
export interface Transport {
  /** Where the server is, without a trailing slash: `http://host:port/prefix`, or another scheme inside one process. */
  readonly url: string
  send(request: TransportRequest): Promise<TransportAnswer>
  open(request: TransportRequest): Promise<TransportStream>
}

export interface TransportRequest {
  readonly method: Method
  /** Begins with a slash; percent-encoded. */
  readonly path: string
  readonly query?: URLSearchParams | undefined
  readonly body?: TransportBody | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly signal?: AbortSignal | undefined
  /** Whether something on the server is another thing afterwards; absent: not known. */
  readonly effect?: 'read' | 'write' | undefined
  /** Whether sending it twice does no more than sending it once, so that it may be tried again. */
  readonly repeatable: boolean
}

/** A stream can be sent once; a function makes a fresh stream for each try. */
export type TransportBody = Uint8Array | Blob | ReadableStream<Uint8Array> | (() => ReadableStream<Uint8Array>)

export interface TransportAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: Uint8Array
}

export interface TransportStream {
  readonly status: number
  readonly headers: Headers
  readonly body: ReadableStream<Uint8Array>
}

/** Reads a stream to its end. */
export async function readWhole(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer())
}
