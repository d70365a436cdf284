export { checkState, encodeState } from './describe-state.ts'
export { type EarlierState, keepRuns } from './keep-runs.ts'
export { findPipeline, type PipelineRow, readLatest, rowToSummary, selectStates, type StateRow } from './rows.ts'
