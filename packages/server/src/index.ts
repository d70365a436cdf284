export { createServer, type ListenOptions, type Server } from './create-server.ts'
export { deleteArtifactsOf } from './delete-artifacts.ts'
export { printOpenApi } from './openapi/print-openapi.ts'
export type { RunningServer, ServerParts } from './parts.ts'
