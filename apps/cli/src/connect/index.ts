export { addConnectionOptions, connect, type Connected, type ConnectionOptions } from './connect.ts'
export { findExperiment, listExperiments, resolveExperimentIds } from './experiments.ts'
