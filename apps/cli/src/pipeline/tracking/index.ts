export type { UndeclaredFiles } from './find-undeclared.ts'
export type { PipelineTracking, TrackedPipeline } from './pipeline-tracking.ts'
export { chooseTracking, type TrackingOptions } from './tracking-choice.ts'
