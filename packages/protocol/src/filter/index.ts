export type * from './ast.ts'
export type { ClosedKeys, EntityRule, FieldRule, FieldTable, OpenKeys } from './fields/field-table.ts'
export { experimentFields } from './fields/experiment-fields.ts'
export { findRunAttribute } from './fields/run-attribute.ts'
export { runFields } from './fields/run-fields.ts'
export { filterLimits } from './filter-limits.ts'
export { printFilter } from './print-filter.ts'
export {
  parseExperimentFilter,
  parseExperimentOrderBy,
  parseLoggedModelFilter,
  parseLoggedModelOrderBy,
  parseRunFilter,
  parseRunOrderBy,
} from './search.ts'
