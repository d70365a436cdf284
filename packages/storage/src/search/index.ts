export { searchExperiments } from './search-experiments.ts'
export { searchRuns } from './search-runs.ts'
