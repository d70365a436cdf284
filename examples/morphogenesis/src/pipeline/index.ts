export { showPipeline, type PipelineOptions } from './show-pipeline.ts'
