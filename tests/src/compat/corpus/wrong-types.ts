import { post, scenario, send, type Exchange } from './scenario.ts'

const T0 = 1700000000000
const dataset = { name: 'd', digest: 'x', source_type: 'local', source: 's' }

function metric(name: string, fields: Record<string, unknown>): Exchange {
  return post(name, 'runs/log-metric', { run_id: '{{run}}', key: 'm', value: 1, timestamp: T0, ...fields })
}

function raw(name: string, text: string): Exchange {
  return send(name, { method: 'POST', path: 'runs/log-metric', body: { text }, headers: { 'content-type': 'application/json' } })
}

function input(name: string, one: Record<string, unknown>): Exchange {
  return post(name, 'runs/log-inputs', { run_id: '{{run}}', datasets: [one] })
}

/**
 * Values of the wrong type. Many of them MLflow answers with 200 although it could read only the fields up to the first bad one, and
 * stores zeros or nothing for the rest. They have a run of their own, so that what a server makes of them shows nowhere else.
 */
export const wrongTypes = scenario('wrong types', [
  post('make an experiment', 'experiments/create', { name: 'wrong types' }, { capture: { exp: 'experiment_id' } }),
  post(
    'make a run',
    'runs/create',
    { experiment_id: '{{exp}}', start_time: T0, run_name: 'wrong types' },
    { capture: { run: 'run.info.run_id' } },
  ),
  raw('a bare NaN', '{"run_id":"{{run}}","key":"bare nan","value":NaN,"timestamp":1,"step":0}'),
  raw('a bare Infinity', '{"run_id":"{{run}}","key":"bare inf","value":Infinity,"timestamp":1,"step":0}'),
  raw('a value beyond a double', '{"run_id":"{{run}}","key":"1e400","value":1e400,"timestamp":1,"step":0}'),
  raw('a step beyond 64 bits', '{"run_id":"{{run}}","key":"too big step","value":1,"timestamp":1,"step":9223372036854775808}'),
  metric('nan in the spelling of Python', { key: 'python nan', value: 'nan' }),
  metric('a fractional step', { key: 'fractional step', step: 1.5 }),
  metric('true as value', { key: 'true', value: true }),
  metric('a trailing line break in the key', { key: 'a\n' }),
  post('a number as value of a param', 'runs/log-parameter', { run_id: '{{run}}', key: 'number', value: 3 }),
  post('a null character in a param', 'runs/log-parameter', { run_id: '{{run}}', key: 'null character', value: 'a\u0000b' }),
  post('a number as name of an experiment', 'experiments/create', { name: 123 }),
  post('a number as experiment of a run', 'runs/create', { experiment_id: 0, start_time: T0, run_name: 'in default' }),
  post('a word as value in a batch', 'runs/log-batch', { run_id: '{{run}}', metrics: [{ key: 'm', value: 'abc', timestamp: 1, step: 0 }] }),
  input('no dataset inside', { tags: [{ key: 'k', value: 'v' }] }),
  input('a dataset without name', { dataset: { ...dataset, name: undefined } }),
  post('a run with tags that are no list', 'runs/create', { experiment_id: '{{exp}}', start_time: T0, run_name: 'x', tags: 'k' }),
])
