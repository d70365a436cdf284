export { publishPipelineState, tryPublishPipelineState } from './publish-state.ts'
