import { EXPERIMENT } from './generate-store.ts'

/** A search to be timed. */
export interface TimedSearch {
  readonly name: string
  readonly request: Readonly<Record<string, unknown>>
}

const common = "metrics.acc > 0.5 and params.lr = '1'"
const projected = { fields: ['metrics.acc', 'params.lr'] }

function search(name: string, request: Readonly<Record<string, unknown>>): TimedSearch {
  return { name, request: { experiment_ids: [String(EXPERIMENT)], max_results: 100, ...request } }
}

/** Dense and empty results, in the default order and in others, and what lies between. */
export const searches: readonly TimedSearch[] = [
  search('filter and order, whole', { filter: common, order_by: ['metrics.acc DESC'] }),
  search('filter and order, projected', { filter: common, order_by: ['metrics.acc DESC'], ...projected }),
  search('no filter, whole', {}),
  search('no filter, projected', projected),
  search('common filter, default order', { filter: common, ...projected }),
  search('order by a metric, ascending', { order_by: ['metrics.loss'], ...projected }),
  search('order by a metric with two values', { order_by: ['metrics.tied DESC'], ...projected }),
  search('order by a param with three values', { order_by: ['params.model DESC'], ...projected }),
  search('order by a rare metric', { order_by: ['metrics.rare DESC'], ...projected }),
  search('order by two columns', { order_by: ['params.p0', 'metrics.acc DESC'], ...projected }),
  search('order by end time', { order_by: ['end_time DESC'], ...projected }),
  search('order by name', { order_by: ['run_name'], ...projected }),
  search('order by status', { order_by: ['status'], ...projected }),
  search('empty: param', { filter: "params.lr = 'nothing'" }),
  search('empty: metric', { filter: 'metrics.acc > 2' }),
  search('empty: metric, other order', { filter: 'metrics.acc > 2', order_by: ['metrics.loss DESC'] }),
  search('empty: name', { filter: "run_name = 'nothing'" }),
  search('empty: status', { filter: "status = 'KILLED'" }),
  search('empty: LIKE, few values', { filter: "params.p5 LIKE '%nothing%'" }),
  search('empty: LIKE, all values different', { filter: "params.seed LIKE '%nothing%'" }),
  search('empty: name ILIKE', { filter: "run_name ILIKE '%nothing%'" }),
  search('empty: user', { filter: "user_id = 'nobody'" }),
  search('empty: deleted runs', { run_view_type: 'DELETED_ONLY' }),
  search('empty: OR', { filter: "params.lr = 'nothing' OR metrics.acc > 2" }),
  search('one run in a thousand', { filter: "status = 'RUNNING'", ...projected }),
  search('one run in a thousand by metric, ordered', { filter: 'metrics.acc > 0.999', order_by: ['metrics.loss'], ...projected }),
  search('one run in a hundred', { filter: 'metrics.acc > 0.99', ...projected }),
  search('one in a hundred by two of ten', { filter: "params.p0 = '3' and params.p1 = '4'", order_by: ['metrics.loss'], ...projected }),
  search('NOT of a common clause', { filter: "NOT params.lr = '1'", ...projected }),
  search('run_id', { filter: "run_id = 'ffffffffffffffffffffffffffffffff'" }),
]
