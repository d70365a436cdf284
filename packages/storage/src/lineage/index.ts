export { findData, isEmpty } from './data.ts'
export { idOf, newestFirst, type RunOfData, selectRuns, type Subject } from './neighbours.ts'
export { unionAll } from './union-all.ts'
export { type Step, walkLineage } from './walk.ts'
