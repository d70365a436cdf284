export { searchExperiments } from './search-experiments.ts'
export { searchKeys } from './search-keys.ts'
export { searchRuns } from './search-runs.ts'
export { type LoggedModelRow, loggedModelColumns, searchLoggedModels } from './search-logged-models.ts'
