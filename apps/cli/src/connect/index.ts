export { addConnectionOptions, authenticationOf, type ConnectionOptions, withClient } from './connect.ts'
export { findExperiment, listExperiments, resolveExperimentIds } from './experiments.ts'
export { findRunId, findRunIds } from './runs.ts'
export { hidePassword, readTarget } from './target.ts'
