export type { HttpAnswer } from './http-answer.ts'
export { createHttpClient, type HttpClient } from './http-client.ts'
export { type HttpMessage, type HttpOrigin } from './http-message.ts'
export type { TlsOptions } from './tls-sessions.ts'
