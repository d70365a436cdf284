import { get, post, scenario, type Exchange } from './scenario.ts'

const T0 = 1700000000000

const RUNS = [
  { name: 'r1', value: -2, param: '0.1', tag: 'alpha', status: 'FINISHED' },
  { name: 'r2', value: 0, param: '0.01', tag: 'Alpha', status: 'FAILED' },
  { name: 'r3', value: 0.5, param: '1e-3', tag: 'beta', status: 'KILLED' },
  { name: 'r4', value: 0.5, param: 'adam', tag: 'beta_2', status: 'RUNNING' },
  { name: 'r5', value: 3e10, param: 'Adam', tag: 'ga%mma', status: 'SCHEDULED' },
  { name: 'r6', value: undefined, param: undefined, tag: undefined, status: 'FINISHED' },
] as const

const NUMERIC = ['=', '!=', '>', '>=', '<', '<='] as const
const TEXTUAL = ['=', '!=', 'LIKE', 'ILIKE'] as const

const filters: readonly string[] = [
  ...cross(['metrics.m', 'metrics.`a/b`'], NUMERIC, ['-2', '0', '0.5', '3e10', '1.0e3']),
  ...cross(['params.p'], TEXTUAL, ["'0.1'", "'adam'", "'A%'", "'%a%'", "'____'"]),
  ...cross(['tags.t'], TEXTUAL, ["'alpha'", "'beta%'", "'beta_2'", "'GA%'", "'%m%'"]),
  ...cross(['attributes.status'], TEXTUAL, ["'FINISHED'", "'%ED'", "'f%'"]),
  ...cross(['attributes.run_name'], TEXTUAL, ["'r1'", "'R%'", "'_3'"]),
  ...cross(['attributes.start_time', 'attributes.end_time'], NUMERIC, [String(T0 + 2000), '0']),
  ...cross(['metrics.m'], ['>', '<='], ["0 AND params.p = 'adam'", "0 AND tags.t LIKE 'b%'", "0.5 AND attributes.status != 'KILLED'"]),
]

function cross(keys: readonly string[], comparators: readonly string[], values: readonly string[]): string[] {
  return keys.flatMap((key) => comparators.flatMap((comparator) => values.map((value) => `${key} ${comparator} ${value}`)))
}

const creates: readonly Exchange[] = RUNS.flatMap(({ name, value, param, tag, status }, index) => [
  post(
    `create ${name}`,
    'runs/create',
    { experiment_id: '{{exp}}', start_time: T0 + index * 1000, run_name: name },
    { capture: { [name]: 'run.info.run_id' } },
  ),
  post(`fill ${name}`, 'runs/log-batch', {
    run_id: `{{${name}}}`,
    metrics: value === undefined ? [] : ['m', 'a/b'].map((key) => ({ key, value, timestamp: T0, step: 0 })),
    params: param === undefined ? [] : [{ key: 'p', value: param }],
    tags: tag === undefined ? [] : [{ key: 't', value: tag }],
  }),
  post(`end ${name}`, 'runs/update', { run_id: `{{${name}}}`, status, end_time: T0 + index * 1500 }),
])

/** Every comparator of every kind of key with values below, at and above those that are there. */
export const searchGrid = scenario('search grid', [
  post('make an experiment', 'experiments/create', { name: 'search grid' }, { capture: { exp: 'experiment_id' } }),
  ...creates,
  ...filters.map((filter) => post(filter, 'runs/search', { experiment_ids: ['{{exp}}'], filter, order_by: ['attributes.run_name'] })),
  ...['metrics.m', 'metrics.`a/b`', 'params.p', 'tags.t', 'attributes.status', 'attributes.start_time', 'attributes.end_time'].flatMap(
    (key) =>
      ['ASC', 'DESC'].flatMap((direction) =>
        ['attributes.run_name ASC', 'attributes.run_name DESC'].map((then) =>
          post(`by ${key} ${direction}, then ${then}`, 'runs/search', {
            experiment_ids: ['{{exp}}'],
            order_by: [`${key} ${direction}`, then],
          }),
        ),
      ),
  ),
])

/** The same for experiments. */
export const experimentGrid = scenario('experiment grid', [
  ...['grid 1', 'Grid 2', 'grid_3'].map((name) =>
    post(
      `create ${name}`,
      'experiments/create',
      { name, tags: [{ key: 'team', value: name }] },
      { capture: { [`e${name.at(-1)}`]: 'experiment_id' }, pauseMs: 5 },
    ),
  ),
  ...[
    ...cross(['name', 'tags.team'], TEXTUAL, ["'grid 1'", "'grid_3'", "'Grid%'"]),
    ...cross(['creation_time', 'last_update_time'], ['>', '<='], ['0']),
  ].flatMap((filter) =>
    ['name ASC', 'creation_time DESC'].map((order) =>
      post(`${filter}, ${order}`, 'experiments/search', {
        filter: `${filter} AND name ILIKE 'grid%'`,
        max_results: 100,
        order_by: [order],
      }),
    ),
  ),
])

const POINTS = 12

/** Pages of every size around the length of a series, and of runs around their number. */
export const pageGrid = scenario('page grid', [
  post('make an experiment', 'experiments/create', { name: 'page grid' }, { capture: { exp: 'experiment_id' } }),
  ...RUNS.map(({ name }, index) =>
    post(
      `create ${name}`,
      'runs/create',
      { experiment_id: '{{exp}}', start_time: T0 + (index % 3), run_name: name },
      { capture: { [name]: 'run.info.run_id' } },
    ),
  ),
  post('log a series', 'runs/log-batch', {
    run_id: '{{r1}}',
    metrics: Array.from({ length: POINTS }, (_, index) => ({
      key: 'm',
      value: (index * 7) % POINTS,
      timestamp: T0 + ((index * 5) % POINTS),
      step: index,
    })),
  }),
  ...[1, 2, 5, 6, 11, 12, 13, 24].flatMap((size) => [
    get(`history by ${size}`, 'metrics/get-history', { run_id: '{{r1}}', metric_key: 'm', max_results: size }),
    get(`sampled to ${size}`, 'metrics/get-history-bulk-interval', { run_ids: ['{{r1}}'], metric_key: 'm', max_results: size }),
  ]),
  ...[1, 2, 3, 5, 6, 7].flatMap((size) =>
    ['attributes.run_name ASC', 'attributes.run_name DESC', 'metrics.m DESC'].map((order) =>
      post(`runs by ${size}, ${order}`, 'runs/search', {
        experiment_ids: ['{{exp}}'],
        max_results: size,
        order_by: [order, 'attributes.run_name'].slice(0, order.startsWith('m') ? 2 : 1),
      }),
    ),
  ),
])
