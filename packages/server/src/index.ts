export { createServer, type ListenOptions, type Server } from './create-server.ts'
export { printOpenApi } from './openapi/print-openapi.ts'
export type { RunningServer, ServerParts } from './parts.ts'
