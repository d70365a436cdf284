export { publishPipelineState, type PublishedState, type PublishOptions, tryPublishPipelineState } from './publish-state.ts'
