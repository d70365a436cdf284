export { modelName } from './create-model-server.ts'
export { startModelServer } from './start-model-server.ts'
