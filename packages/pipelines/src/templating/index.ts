export type { ReadParameters, Tracked } from './context.ts'
export { PipelineTemplates, type PipelineSurroundings, type ResolvedStage } from './pipeline.ts'
export { toStr, type ParsingOptions } from './to-str.ts'
