export { findData, isEmpty } from './data.ts'
export { findRunsOfData, idOf, type Subject } from './neighbours.ts'
export type { RunOfData } from './runs.ts'
export { type Step, walkLineage } from './walk.ts'
