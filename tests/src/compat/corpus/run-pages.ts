import { post, scenario, send, type Exchange } from './scenario.ts'

const T0 = 1700000000000
const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'] as const
const values: readonly (number | string | undefined)[] = [3, 1, 'NaN', 'Infinity', undefined, -1, '-Infinity']
const params: readonly (string | undefined)[] = ['10', '9', 'x', undefined, 'X', '', 'é']

const creates = names.flatMap((name, index) => {
  const value = values[index]
  const param = params[index]
  return [
    post(
      `create ${name}`,
      'runs/create',
      { experiment_id: '{{exp}}', user_id: 'ann', start_time: T0 + [50, 10, 40, 20, 30, 70, 60][index]!, run_name: name },
      { capture: { [name]: 'run.info.run_id' } },
    ),
    post(`fill ${name}`, 'runs/log-batch', {
      run_id: `{{${name}}}`,
      metrics: value === undefined ? [] : [{ key: 'm', value, timestamp: T0, step: 0 }],
      params: param === undefined ? [] : [{ key: 'p', value: param }],
      tags: index % 2 === 0 ? [{ key: 't', value: name }] : [],
    }),
  ]
})

function order(...orderBy: string[]): Exchange {
  return post(`order by ${JSON.stringify(orderBy)}`, 'runs/search', { experiment_ids: ['{{exp}}'], order_by: orderBy })
}

function search(name: string, fields: Record<string, unknown>, capture?: Record<string, string>): Exchange {
  return post(name, 'runs/search', { experiment_ids: ['{{exp}}'], ...fields }, capture ? { capture } : {})
}

export const runPages = scenario('run order and pages', [
  post('make an experiment', 'experiments/create', { name: 'order runs' }, { capture: { exp: 'experiment_id' } }),
  post('make a second experiment', 'experiments/create', { name: 'order more runs' }, { capture: { more: 'experiment_id' } }),
  ...creates,
  post('create in the second experiment', 'runs/create', { experiment_id: '{{more}}', start_time: T0 + 5, run_name: 'elsewhere' }),
  post('finish a', 'runs/update', { run_id: '{{a}}', status: 'FINISHED', end_time: T0 + 100 }),
  post('fail b', 'runs/update', { run_id: '{{b}}', status: 'FAILED', end_time: T0 + 90 }),
  order(),
  order('start_time'),
  order('start_time DESC'),
  order('attributes.start_time ASC'),
  order('attribute.start_time asc'),
  order('created DESC'),
  order('end_time ASC', 'run_name'),
  order('end_time DESC', 'run_name'),
  order('run_name'),
  order('`run name` DESC'),
  order('status', 'run_name'),
  order('metrics.m'),
  order('metrics.m ASC'),
  order('metrics.m DESC'),
  order('metric.m desc'),
  order('metrics.`m` DESC'),
  order('`metrics`.`m` DESC'),
  order('metrics.nope'),
  order('params.p'),
  order('params.p DESC'),
  order('tags.t'),
  order('tags.t DESC'),
  order('params.p IS NULL'),
  order('status DESC', 'metrics.m ASC'),
  order('metrics.m FOO'),
  order('metrics.m ASC, params.p'),
  order('metrics.m', 'metrics.m DESC'),
  order('bogus'),
  order('foo.bar'),
  order('attributes.bogus'),
  order(''),
  order('datasets.name'),
  search('page 1', { max_results: 3, order_by: ['metrics.m DESC'] }, { token: 'next_page_token' }),
  search('page 2', { max_results: 3, order_by: ['metrics.m DESC'], page_token: '{{token}}' }, { token: 'next_page_token' }),
  search('page 3', { max_results: 3, order_by: ['metrics.m DESC'], page_token: '{{token}}' }),
  search('a page of exactly all', { max_results: 7 }),
  search('default order, page 1', { max_results: 4 }, { token: 'next_page_token' }),
  search('default order, page 2', { max_results: 4, page_token: '{{token}}' }),
  search('max_results 0', { max_results: 0 }),
  search('max_results -1', { max_results: -1 }),
  search('max_results 50000', { max_results: 50000 }),
  search('max_results 50001', { max_results: 50001 }),
  search('max_results as a string', { max_results: '2' }),
  search('max_results that is no number', { max_results: 'two' }),
  search('a broken token', { page_token: 'garbage!' }),
  search('an empty token', { page_token: '' }),
  search('no experiments', { experiment_ids: [] }),
  search('an unknown experiment', { experiment_ids: ['999999'] }),
  search('an experiment that is no number', { experiment_ids: ['abc'] }),
  search('two experiments', { experiment_ids: ['{{exp}}', '{{more}}'], order_by: ['run_name'] }),
  search('the same experiment twice', { experiment_ids: ['{{more}}', '{{more}}'] }),
  search('an experiment as a string', { experiment_ids: '{{exp}}' }),
  post('delete c', 'runs/delete', { run_id: '{{c}}' }),
  search('active only', { run_view_type: 'ACTIVE_ONLY' }),
  search('deleted only', { run_view_type: 'DELETED_ONLY' }),
  search('all', { run_view_type: 'ALL' }),
  search('an unknown view type', { run_view_type: 'BOGUS' }),
  search('a view type as a number', { run_view_type: 2 }),
  search('a view type in lower case', { run_view_type: 'all' }),
  search('an unknown field', { colour: 'red', max_results: 1 }),
  search('order_by as a string', { order_by: 'run_name' }),
  post('through ajax', '/ajax-api/2.0/mlflow/runs/search', { experiment_ids: ['{{more}}'] }),
  send('without a body', { method: 'POST', path: 'runs/search', headers: { 'content-type': 'application/json' } }),
])
