import { get, post, scenario, type Exchange } from './scenario.ts'

const T0 = 1700000000000

function batch(name: string, fields: Record<string, unknown>): Exchange {
  return post(name, 'runs/log-batch', { run_id: '{{run}}', ...fields })
}

function many<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index))
}

const point = (key: string, index = 0) => ({ key, value: index, timestamp: T0 + index, step: index })
const param = (key: string, value = '1') => ({ key, value })

export const batches = scenario('log-batch', [
  post('make an experiment', 'experiments/create', { name: 'batches' }, { capture: { exp: 'experiment_id' } }),
  post(
    'make a run',
    'runs/create',
    { experiment_id: '{{exp}}', start_time: T0, run_name: 'batches' },
    { capture: { run: 'run.info.run_id' } },
  ),
  batch('everything', { metrics: [point('m', 1), point('m', 2), point('other')], params: [param('p')], tags: [{ key: 't', value: 'v' }] }),
  get('after everything', 'runs/get', { run_id: '{{run}}' }),
  batch('the same again', {
    metrics: [point('m', 1), point('m', 2), point('other')],
    params: [param('p')],
    tags: [{ key: 't', value: 'v' }],
  }),
  get('history after the same again', 'metrics/get-history', { run_id: '{{run}}', metric_key: 'm', max_results: 10 }),
  batch('empty', {}),
  batch('empty lists', { metrics: [], params: [], tags: [] }),
  batch('nulls for lists', { metrics: null, params: null, tags: null }),
  batch('an object for a list', { metrics: { key: 'm', value: 1, timestamp: 1, step: 1 } }),
  batch('a string for a list', { params: 'p' }),
  batch('a number in a list', { metrics: [5] }),
  batch('by run_uuid only', { run_id: undefined, run_uuid: '{{run}}', tags: [{ key: 't', value: 'v' }] }),
  batch('no run', { run_id: undefined }),
  batch('an unknown run', { run_id: '00000000000000000000000000000000' }),
  batch('a changed param', { params: [param('p', '3')] }),
  batch('a changed param beside a new metric and a new param', {
    metrics: [point('lost')],
    params: [param('new'), param('p', '3')],
    tags: [{ key: 'lost', value: '1' }],
  }),
  get('a changed param stores nothing', 'runs/get', { run_id: '{{run}}' }),
  batch('the same param twice with one value', { params: [param('pa'), param('pa')] }),
  batch('the same param twice with two values', { params: [param('pa'), param('pa', '2')] }),
  batch('the same tag twice', {
    tags: [
      { key: 'twice', value: '1' },
      { key: 'twice', value: '2' },
    ],
  }),
  batch('the same point twice', { metrics: [point('dup'), point('dup')] }),
  batch('a metric without timestamp', { metrics: [{ key: 'm', value: 1, step: 1 }] }),
  batch('a metric without value', { metrics: [{ key: 'm', timestamp: 1, step: 1 }] }),
  batch('a metric without key', { metrics: [{ value: 1, timestamp: 1, step: 1 }] }),
  batch('a metric without step', { metrics: [{ key: 'stepless', value: 1, timestamp: 1 }] }),
  batch('a second metric that is bad', { metrics: [point('lost'), { key: 'b$', value: 1, timestamp: 1, step: 0 }] }),
  batch('a metric with a negative timestamp', { metrics: [{ key: 'm', value: 1, timestamp: -1, step: 0 }] }),
  batch('special values', {
    metrics: [
      { key: 'nan', value: 'NaN', timestamp: 1, step: 0 },
      { key: 'inf', value: 'Infinity', timestamp: 1, step: 0 },
      { key: '-inf', value: '-Infinity', timestamp: 1, step: 0 },
      { key: 'strings', value: '2.5', timestamp: '7', step: '3' },
    ],
  }),
  batch('a param without value', { params: [{ key: 'valueless' }] }),
  batch('a param without key', { params: [{ value: '1' }] }),
  batch('a param with a bad key', { params: [param('ok'), param('p$')] }),
  batch('a param with a unicode key', { params: [param('ключ')] }),
  batch('a param with a bad unicode key', { params: [param('ключ$')] }),
  batch('a param with a path-like key', { params: [param('a//b')] }),
  batch('a tag without value', { tags: [{ key: 'valueless' }] }),
  batch('a tag without key', { tags: [{ value: 'v' }] }),
  batch('a tag with a bad key', { tags: [{ key: 't$', value: 'v' }] }),
  batch('long values', { params: [param('long', 'v'.repeat(6001))], tags: [{ key: 'long', value: 'v'.repeat(8001) }] }),
  batch('a metric key of 251 characters', { metrics: [point('k'.repeat(251))] }),
  batch('a param key of 251 characters', { params: [param('k'.repeat(251))] }),
  batch('a tag key of 251 characters', { tags: [{ key: 'k'.repeat(251), value: 'v' }] }),
  batch('an unknown field', { tags: [{ key: 'unknown', value: 'field', colour: 'red' }], colour: 'red' }),
  get('after the odd ones', 'runs/get', { run_id: '{{run}}' }),
  batch('1000 metrics', { metrics: many(1000, (index) => point('thousand', index)) }),
  batch('1001 metrics', { metrics: many(1001, (index) => point('thousand and one', index)) }),
  batch('100 params', { params: many(100, (index) => param(`p${index}`)) }),
  batch('101 params', { params: many(101, (index) => param(`q${index}`)) }),
  batch('100 tags', { tags: many(100, (index) => ({ key: `t${index}`, value: 'v' })) }),
  batch('101 tags', { tags: many(101, (index) => ({ key: `u${index}`, value: 'v' })) }),
  batch('1000 entities together', {
    metrics: many(800, (index) => point('together', index)),
    params: many(100, (index) => param(`p${index}`)),
    tags: many(100, (index) => ({ key: `t${index}`, value: 'v' })),
  }),
  batch('1001 entities together', {
    metrics: many(801, (index) => point('together', index)),
    params: many(100, (index) => param(`p${index}`)),
    tags: many(100, (index) => ({ key: `t${index}`, value: 'v' })),
  }),
  batch('more than a megabyte', {
    tags: many(100, (index) => ({ key: `${'a'.repeat(245)}${index}`, value: 'x'.repeat(8000) })),
    params: many(100, (index) => param(`${'b'.repeat(245)}${index}`, 'y'.repeat(6000))),
  }),
  get('history of a thousand', 'metrics/get-history', { run_id: '{{run}}', metric_key: 'thousand', max_results: 3 }),
  get('history of a thousand and one', 'metrics/get-history', { run_id: '{{run}}', metric_key: 'thousand and one', max_results: 3 }),
])
