export { showPipeline } from './show-pipeline.ts'
