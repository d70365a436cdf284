import { get, post, scenario, send, type Exchange } from './scenario.ts'

const T0 = 1700000000000
const JSON_TYPE = { 'content-type': 'application/json' }

function raw(name: string, text: string, headers: Record<string, string> = JSON_TYPE): Exchange {
  return send(name, { method: 'POST', path: 'experiments/create', body: { text }, headers })
}

export const transport = scenario('transport', [
  get('health', '/health'),
  raw('JSON with a charset', '{"name":"charset"}', { 'content-type': 'application/json; charset=utf-8' }),
  raw('JSON with an upper case type', '{"name":"upper"}', { 'content-type': 'Application/JSON' }),
  raw('JSON as text/plain', '{"name":"text"}', { 'content-type': 'text/plain' }),
  raw('JSON as a form', '{"name":"form"}', { 'content-type': 'application/x-www-form-urlencoded' }),
  raw('JSON without a type', '{"name":"typeless"}', {}),
  raw('broken JSON', '{"name":'),
  raw('a JSON string that holds JSON', JSON.stringify('{"name":"twice encoded"}')),
  raw('a JSON list', '[1,2]'),
  raw('JSON null', 'null'),
  raw('JSON with a byte order mark', '\uFEFF{"name":"bom"}'),
  raw('JSON with blanks around', '  {"name":"blanks"}\n\n'),
  raw('a name given twice', '{"name":"first of two","name":"second of two"}'),
  raw('a lone surrogate', '{"name":"\\ud800"}'),
  raw('a prototype key', '{"name":"proto","__proto__":{"x":1},"constructor":{"prototype":{"x":1}}}'),
  raw('an empty body', ''),
  send('no body', { method: 'POST', path: 'experiments/create', headers: JSON_TYPE }),
  send('no body and no type', { method: 'POST', path: 'experiments/create' }),
  send('chunked JSON', {
    method: 'POST',
    path: 'experiments/create',
    headers: JSON_TYPE,
    body: { chunks: ['{"na', 'me":"chun', 'ked"}'] },
  }),
  send('GET of a POST endpoint', { method: 'GET', path: 'experiments/create' }),
  send('PATCH of a POST endpoint', { method: 'PATCH', path: 'runs/update', headers: JSON_TYPE, body: { text: '{}' } }),
  get('an unknown path', 'nope/nope'),
  get('an unknown API version', '/api/9.0/mlflow/experiments/get', { experiment_id: '0' }),
  get('a trailing slash', '/api/2.0/mlflow/experiments/get/', { experiment_id: '0' }),
  get('a double slash', '/api/2.0//mlflow/experiments/get', { experiment_id: '0' }),
  get('through ajax', '/ajax-api/2.0/mlflow/experiments/get', { experiment_id: '0' }),
  post('create through ajax', '/ajax-api/2.0/mlflow/experiments/create', { name: 'ajax' }, { capture: { ajax: 'experiment_id' } }),
  post(
    'a run through ajax',
    '/ajax-api/2.0/mlflow/runs/create',
    { experiment_id: '{{ajax}}', start_time: T0, run_name: 'ajax' },
    { capture: { run: 'run.info.run_id' } },
  ),
  get('get a run through ajax', '/ajax-api/2.0/mlflow/runs/get', { run_id: '{{run}}' }),
  get('an unknown query parameter', 'experiments/get', { experiment_id: '0', colour: 'red' }),
  get('a query parameter twice', 'experiments/get', { experiment_id: ['0', '{{ajax}}'] }),
  send('a plus in the query', { method: 'GET', path: 'experiments/get-by-name?experiment_name=a+b' }),
  send('a broken escape in the query', { method: 'GET', path: 'experiments/get-by-name?experiment_name=%zz' }),
  send('a POST with a query', { method: 'POST', path: 'experiments/create?name=query', headers: JSON_TYPE, body: { text: '{}' } }),
  send('a GET with a body', { method: 'GET', path: 'experiments/get', headers: JSON_TYPE, body: { text: '{"experiment_id":"0"}' } }),
])
