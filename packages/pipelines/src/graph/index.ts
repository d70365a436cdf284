export { addressOf, showData, type Show } from './addressing.ts'
export type { OutsIndex, OwnedOut } from './outs-index.ts'
export { planStages, type PlanOptions, type StagePlan } from './plan-stages.ts'
export { placePath } from './place.ts'
export { lockPathOf, type PipelineFile, readPipeline, readPlainStage } from './read-pipeline.ts'
export { collectStages, openGraph, selectStages, type SelectedStage, type SelectOptions } from './select-stages.ts'
export { StageFiles, type StageFilesOptions } from './stage-files.ts'
export { buildGraph, type StageGraph } from './stage-graph.ts'
export {
  isCallback,
  isImport,
  isPartialImport,
  isRepositoryImport,
  keyOf,
  type RecordedData,
  type Stage,
  type StageDep,
  type StageOut,
  type StageParams,
  type StageSource,
} from './stage.ts'
export { postOrder } from './walk.ts'
