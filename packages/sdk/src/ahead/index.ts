// Entered as `@reprise/sdk/ahead`, for programs that someone waits for: it loads next to nothing, and the SDK comes later.
export type { CreateRunRequest, NewRun } from '../runs/describe-new-run.ts'
export { type AheadOptions, requestRun } from './request-run.ts'
export type { RequestedRun } from './requested-run.ts'
