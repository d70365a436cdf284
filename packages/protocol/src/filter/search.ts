import type { FilterNode, OrderBy } from './ast.ts'
import { experimentFields } from './fields/experiment-fields.ts'
import { loggedModelFields } from './fields/logged-model-fields.ts'
import { runFields } from './fields/run-fields.ts'
import { parseOrderBy } from './order-by.ts'
import { parseFilter } from './parse-filter.ts'

/** Parses the filter of a search for runs, `metrics.loss < 0.3 AND params.model = 'cnn'`. Throws INVALID_PARAMETER_VALUE. */
export function parseRunFilter(text: string): FilterNode {
  return parseFilter(text, runFields)
}

/** Parses the filter of a search for experiments, `name LIKE 'vision-%'`. Throws INVALID_PARAMETER_VALUE. */
export function parseExperimentFilter(text: string): FilterNode {
  return parseFilter(text, experimentFields)
}

/** Parses the filter of a search for logged models, `name = 'm' AND params.lr = '1'`. Throws INVALID_PARAMETER_VALUE. */
export function parseLoggedModelFilter(text: string): FilterNode {
  return parseFilter(text, loggedModelFields)
}

/** Parses the order of a search for logged models, `['creation_timestamp DESC']`. Throws INVALID_PARAMETER_VALUE. */
export function parseLoggedModelOrderBy(items: readonly string[]): OrderBy[] {
  return parseOrderBy(items, loggedModelFields)
}

/** Parses the order of a search for runs, `['metrics.loss ASC', 'start_time DESC']`. Throws INVALID_PARAMETER_VALUE. */
export function parseRunOrderBy(items: readonly string[]): OrderBy[] {
  return parseOrderBy(items, runFields)
}

/** Parses the order of a search for experiments, `['name']`. Throws INVALID_PARAMETER_VALUE. */
export function parseExperimentOrderBy(items: readonly string[]): OrderBy[] {
  return parseOrderBy(items, experimentFields)
}
