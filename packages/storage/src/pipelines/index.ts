export { describeState } from './describe-state.ts'
export { findPipeline, type PipelineRow, readLatest, rowToSummary, selectStates, type StateRow } from './rows.ts'
