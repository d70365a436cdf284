import { keysQuery } from '../server/queries.ts'

/** As many as charts ask for, so that they are read once; what machines log comes between. */
const FIRST_METRICS = 60
const FIRST_PARAMS = 5

/** The names among which the columns of a table are chosen. They are read while the code of the page is. */
export function firstNamesQueries(experimentIds: readonly string[]) {
  return {
    metrics: keysQuery(experimentIds, 'metric', '', FIRST_METRICS),
    params: keysQuery(experimentIds, 'param', '', FIRST_PARAMS),
  }
}
