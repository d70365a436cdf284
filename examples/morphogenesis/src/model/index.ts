export { decodeModel, encodeModel, type ModelDescription, type ModelFiles, type ModelMetadata } from './model-files.ts'
