import { get, post, scenario, send, type Exchange } from './scenario.ts'

const T0 = 1700000000000

function metric(name: string, fields: Record<string, unknown>): Exchange {
  return post(name, 'runs/log-metric', { run_id: '{{run}}', key: 'm', value: 1, timestamp: T0, ...fields })
}

function raw(name: string, text: string): Exchange {
  return send(name, { method: 'POST', path: 'runs/log-metric', body: { text }, headers: { 'content-type': 'application/json' } })
}

export const metrics = scenario('log-metric', [
  post('make an experiment', 'experiments/create', { name: 'metrics' }, { capture: { exp: 'experiment_id' } }),
  post(
    'make a run',
    'runs/create',
    { experiment_id: '{{exp}}', start_time: T0, run_name: 'metrics' },
    { capture: { run: 'run.info.run_id' } },
  ),
  metric('plain', { key: 'plain' }),
  metric('with a step', { key: 'stepped', step: 5 }),
  metric('the same point again', { key: 'stepped', step: 5 }),
  metric('by run_uuid', { run_id: undefined, run_uuid: '{{run}}', key: 'by uuid' }),
  metric('an integer value', { key: 'integer', value: 7 }),
  metric('zero', { key: 'zero', value: 0 }),
  metric('negative', { key: 'negative', value: -1.5 }),
  metric('tiny', { key: 'tiny', value: 5e-324 }),
  metric('huge', { key: 'huge', value: 1.7976931348623157e308 }),
  metric('a third', { key: 'third', value: 0.1 + 0.2 }),
  metric('a string value', { key: 'string value', value: '2.5' }),
  metric('string numbers everywhere', { key: 'strings', value: '2.5', timestamp: '5', step: '3' }),
  metric('NaN', { key: 'nan', value: 'NaN' }),
  metric('Infinity', { key: 'inf', value: 'Infinity' }),
  metric('-Infinity', { key: '-inf', value: '-Infinity' }),
  metric('inf in the spelling of Python', { key: 'python inf', value: 'inf' }),
  raw('a step beyond 2^53', '{"run_id":"{{run}}","key":"big step","value":1,"timestamp":1,"step":9007199254740993}'),
  raw('the largest step', '{"run_id":"{{run}}","key":"largest step","value":1,"timestamp":1,"step":9223372036854775807}'),
  metric('a big step in a string', { key: 'big string step', step: '9007199254740993' }),
  metric('a negative step', { key: 'negative step', step: -3 }),
  metric('a whole step with a point', { key: 'whole', step: '2.0' }),
  metric('a timestamp of zero', { key: 'time zero', timestamp: 0 }),
  metric('a negative timestamp', { timestamp: -1 }),
  metric('no timestamp', { timestamp: undefined }),
  metric('no value', { value: undefined }),
  metric('a null value', { value: null }),
  metric('no key', { key: undefined }),
  metric('an empty key', { key: '' }),
  metric('no run', { run_id: undefined }),
  metric('an empty run', { run_id: '' }),
  metric('an unknown run', { run_id: '00000000000000000000000000000000' }),
  metric('a word as value', { value: 'abc' }),
  metric('an empty string as value', { value: '' }),
  metric('a list as value', { value: [1] }),
  metric('a word as timestamp', { timestamp: 'now' }),
  metric('a word as step', { step: 'one' }),
  metric('slashes in the key', { key: 'train/loss' }),
  metric('every allowed character in the key', { key: 'a_b-c.d e:f/g' }),
  metric('a unicode key', { key: 'потеря 損失' }),
  metric('an emoji in the key', { key: 'loss🔥' }),
  metric('a dollar in the key', { key: 'm$' }),
  metric('a backslash in the key', { key: 'a\\b' }),
  metric('a percent in the key', { key: 'acc%' }),
  metric('a line break in the key', { key: 'a\nb' }),
  metric('an absolute key', { key: '/abs' }),
  metric('a key that goes up', { key: '../m' }),
  metric('a key with an inner ..', { key: 'a/../b' }),
  metric('a key with a double slash', { key: 'a//b' }),
  metric('a key with a trailing slash', { key: 'a/' }),
  metric('a dot as key', { key: '.' }),
  metric('two dots as key', { key: '..' }),
  metric('three dots as key', { key: '...' }),
  metric('a key with a leading dot', { key: '.hidden' }),
  metric('a blank key', { key: ' ' }),
  metric('a key of 250 characters', { key: 'k'.repeat(250) }),
  metric('a key of 251 characters', { key: 'k'.repeat(251) }),
  metric('an unknown field', { key: 'unknown field', colour: 'red' }),
  metric('a model and a dataset', { key: 'with dataset', dataset_name: 'd', dataset_digest: 'x' }),
  get('all of them', 'runs/get', { run_id: '{{run}}' }),
])

function point(name: string, value: number | string, timestamp: number, step: number): Exchange {
  return post(name, 'runs/log-metric', { run_id: '{{run}}', key: 'latest', value, timestamp, step })
}

function latest(name: string): Exchange {
  return get(name, 'runs/get', { run_id: '{{run}}' })
}

export const latestMetrics = scenario('latest metric', [
  post('make an experiment', 'experiments/create', { name: 'latest' }, { capture: { exp: 'experiment_id' } }),
  post(
    'make a run',
    'runs/create',
    { experiment_id: '{{exp}}', start_time: T0, run_name: 'latest' },
    { capture: { run: 'run.info.run_id' } },
  ),
  point('step 2', 5, 1000, 2),
  latest('after step 2'),
  point('a lower step later in time', 6, 9000, 1),
  latest('a lower step does not win'),
  point('a higher step earlier in time', 7, 10, 3),
  latest('a higher step wins'),
  point('the same step, an earlier time', 8, 5, 3),
  latest('an earlier time does not win'),
  point('the same step and time, a lower value', 6, 10, 3),
  latest('a lower value does not win'),
  point('the same step and time, a higher value', 9, 10, 3),
  latest('a higher value wins'),
  point('NaN at the same place', 'NaN', 10, 3),
  latest('NaN counts as zero and loses to nine'),
  point('a negative value at a higher step', -3, 10, 4),
  point('NaN beside a negative value', 'NaN', 10, 4),
  latest('NaN counts as zero and beats minus three'),
  point('infinity at a higher step', 'Infinity', 10, 5),
  latest('infinity'),
  get('history of it', 'metrics/get-history', { run_id: '{{run}}', metric_key: 'latest', max_results: 100 }),
])
