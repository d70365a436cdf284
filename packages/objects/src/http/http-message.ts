/** A server that is spoken to. */
export interface HttpOrigin {
  readonly isSecure: boolean
  /** A name or an address; one of IPv6 with or without brackets. */
  readonly hostname: string
  /** Default: that of the protocol. */
  readonly port: number | undefined
}

export interface HttpMessage {
  readonly method: string
  /** With its query, encoded. */
  readonly path: string
  /** `host` has to be among them; what says how long the body is has not. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: HttpBody | undefined
  /** Milliseconds for which this one may stand still; default: that of the client. */
  readonly idleTimeout?: number
}

/** Bytes at hand, or a stream of a known length that can be read anew when the message is sent again. */
export type HttpBody = Uint8Array | { readonly size: number; read(): AsyncIterable<Uint8Array> }

/** What says that bytes of an answer can not be made sense of, or that there are none: with a code as the system's errors have. */
export function httpError(code: 'ECONNRESET' | 'EPROTO' | 'ETIMEDOUT', message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { code })
}
