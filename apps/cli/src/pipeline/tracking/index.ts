export { createLazyTracking } from './lazy-tracking.ts'
export type { PipelineTracking, TrackedPipeline } from './pipeline-tracking.ts'
export type { TrackingOptions } from './tracking-choice.ts'
