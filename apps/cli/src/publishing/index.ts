export { publishPipelineState } from './publish-state.ts'
