import type { HttpClient, HttpClientOptions } from './http-client.ts'

export type { HttpAnswer } from './http-answer.ts'
export type { HttpClient, HttpClientOptions } from './http-client.ts'
export type { HttpBody, HttpMessage, HttpOrigin } from './http-message.ts'
export type { TlsOptions } from './tls-sessions.ts'

/** Makes a client for requests in thousands. What it needs is loaded here. */
export async function openHttpClient(options: HttpClientOptions): Promise<HttpClient> {
  const { createHttpClient } = await import('./http-client.ts')
  return createHttpClient(options)
}
