export type {
  ArtifactCopy,
  ArtifactEntry,
  ArtifactMethods,
  ArtifactOptions,
  ArtifactPart,
  ArtifactRange,
  UploadOptions,
} from './artifacts/artifact-methods.ts'
export type { S3Access } from './artifacts/s3/s3-bucket.ts'
export { type CallOptions } from './call-operation.ts'
export { type Client, type ClientOptions, createClient, type OperationMethods } from './client.ts'
export type { ChangeEvent, EventOptions, ServerEvent } from './events/follow-events.ts'
export type { StillMethods } from './still-methods.ts'
export type { Authentication } from './transport/authentication.ts'
export { createHttpTransport, type HttpTransportOptions } from './transport/http-transport.ts'
export { readServerUrl, type ServerUrl } from './transport/server-url.ts'
export type { RetryPolicy } from './transport/retries.ts'
export type { Transport, TransportAnswer, TransportBody, TransportRequest, TransportStream } from './transport/transport.ts'
