import { get, post, scenario, send } from './scenario.ts'

const find = (name: string, more: object = {}) => post(`search: ${name}`, 'logged-models/search', { experiment_ids: ['{{exp}}'], ...more })
const filter = (text: string) => find(text, { filter: text })

/** What clients of MLflow 3 ask around `log_model`. Metrics of models are not kept here, so nothing is logged with a model_id. */
export const loggedModels = scenario('logged models', [
  post('make an experiment', 'experiments/create', { name: 'logged models' }, { capture: { exp: 'experiment_id' } }),
  post(
    'make a run',
    'runs/create',
    { experiment_id: '{{exp}}', start_time: 1700000000000, run_name: 'r' },
    { capture: { run: 'run.info.run_id' } },
  ),
  post(
    'create',
    'logged-models',
    {
      experiment_id: '{{exp}}',
      name: 'm',
      source_run_id: '{{run}}',
      params: [
        { key: 'lr', value: '0.1' },
        { key: 'depth', value: '4' },
      ],
      tags: [
        { key: 'team', value: 'vision' },
        { key: 'mlflow.user', value: 'ada' },
      ],
    },
    { capture: { m: 'model.info.model_id' } },
  ),
  post('the run made it', 'runs/outputs', { run_id: '{{run}}', models: [{ model_id: '{{m}}', step: 0 }] }),
  get('get', 'logged-models/{{m}}'),
  send('finalize', { method: 'PATCH', path: 'logged-models/{{m}}', body: { json: { model_id: '{{m}}', status: 'LOGGED_MODEL_READY' } } }),
  post(
    'create with a type',
    'logged-models',
    { experiment_id: '{{exp}}', name: 'agent', model_type: 'agent' },
    { capture: { n: 'model.info.model_id' }, pauseMs: 5 },
  ),
  send('its upload failed', {
    method: 'PATCH',
    path: 'logged-models/{{n}}',
    body: { json: { model_id: '{{n}}', status: 'LOGGED_MODEL_UPLOAD_FAILED' } },
  }),
  send('set tags', {
    method: 'PATCH',
    path: 'logged-models/{{m}}/tags',
    body: {
      json: {
        tags: [
          { key: 'team', value: 'speech' },
          { key: 'k', value: 'v' },
        ],
      },
    },
  }),
  send('delete a tag', { method: 'DELETE', path: 'logged-models/{{m}}/tags/k' }),
  send('delete a tag that is not there', { method: 'DELETE', path: 'logged-models/{{m}}/tags/k' }),
  post('log params', 'logged-models/{{m}}/params', { model_id: '{{m}}', params: [{ key: 'late', value: '1' }] }),
  get('get what was changed', 'logged-models/{{m}}'),
  find('all'),
  find('one page', { max_results: 1 }),
  find('no experiments', { experiment_ids: [] }),
  filter("name = 'm'"),
  filter("attributes.name != 'm'"),
  filter("name LIKE 'ag%'"),
  filter("name = 'm' AND params.lr = '0.1'"),
  filter("params.lr != '0.1'"),
  filter("params.nope = '1'"),
  filter("tags.team = 'speech'"),
  filter("tags.`mlflow.user` = 'ada'"),
  filter("source_run_id = '{{run}}'"),
  filter("model_id = '{{m}}'"),
  filter("model_type = 'agent'"),
  filter('creation_timestamp > 5'),
  filter('last_updated_timestamp < 5'),
  find('by time, upwards', { order_by: [{ field_name: 'creation_timestamp', ascending: true }] }),
  find('by name', { order_by: [{ field_name: 'name' }] }),
  find('by nothing known', { order_by: [{ field_name: 'bogus' }] }),
  find('by a param', { order_by: [{ field_name: 'params.lr' }] }),
  post('create with a bad name', 'logged-models', { experiment_id: '{{exp}}', name: 'a/b' }),
  post('create nowhere', 'logged-models', { experiment_id: '987654', name: 'm' }),
  get('get one that is not there', 'logged-models/m-00000000000000000000000000000000'),
  send('finalize one that is not there', {
    method: 'PATCH',
    path: 'logged-models/nope',
    body: { json: { model_id: 'nope', status: 'LOGGED_MODEL_READY' } },
  }),
  send('delete', { method: 'DELETE', path: 'logged-models/{{n}}', body: { json: { model_id: '{{n}}' } } }),
  get('get one that was deleted', 'logged-models/{{n}}'),
  find('what is left'),
])
