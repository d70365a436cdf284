import { get, post, scenario, type Exchange } from './scenario.ts'

const T0 = 1700000000000
const iris = {
  name: 'iris',
  digest: 'abc123',
  source_type: 'local',
  source: '{"uri":"data.csv"}',
  schema: '{"a":1}',
  profile: '{"rows":150}',
}

function log(name: string, fields: Record<string, unknown>): Exchange {
  return post(name, 'runs/log-inputs', { run_id: '{{run}}', ...fields })
}

const context = (value: string) => [{ key: 'mlflow.data.context', value }]

export const inputs = scenario('log-inputs', [
  post('make an experiment', 'experiments/create', { name: 'inputs' }, { capture: { exp: 'experiment_id' } }),
  post(
    'make a run',
    'runs/create',
    { experiment_id: '{{exp}}', start_time: T0, run_name: 'inputs' },
    { capture: { run: 'run.info.run_id' } },
  ),
  post(
    'make a second run',
    'runs/create',
    { experiment_id: '{{exp}}', start_time: T0 + 1, run_name: 'two' },
    { capture: { two: 'run.info.run_id' } },
  ),
  log('plain', { datasets: [{ tags: context('train'), dataset: iris }] }),
  get('after plain', 'runs/get', { run_id: '{{run}}' }),
  log('the same again', { datasets: [{ tags: context('train'), dataset: iris }] }),
  log('the same with another context', { datasets: [{ tags: context('test'), dataset: iris }] }),
  get('after the same with another context', 'runs/get', { run_id: '{{run}}' }),
  log('the same name and digest with another source', { datasets: [{ dataset: { ...iris, source: 'changed' } }] }),
  log('another digest', { datasets: [{ tags: context('test'), dataset: { ...iris, digest: 'def456' } }] }),
  log('two at once', {
    datasets: [
      { tags: context('a'), dataset: { ...iris, name: 'two-a' } },
      { tags: [], dataset: { ...iris, name: 'two-b' } },
    ],
  }),
  log('two equal ones at once', {
    datasets: [
      { tags: context('a'), dataset: { ...iris, name: 'equal' } },
      { tags: context('b'), dataset: { ...iris, name: 'equal' } },
    ],
  }),
  log('without schema and profile', { datasets: [{ dataset: { name: 'bare', digest: 'd', source_type: 'local', source: 's' } }] }),
  get('after all', 'runs/get', { run_id: '{{run}}' }),
  post('the same dataset on a second run', 'runs/log-inputs', { run_id: '{{two}}', datasets: [{ tags: context('train'), dataset: iris }] }),
  get('get the second run', 'runs/get', { run_id: '{{two}}' }),
  log('no datasets', {}),
  log('an empty list', { datasets: [] }),
  log('a name of 500 characters', { datasets: [{ dataset: { ...iris, name: 'n'.repeat(500) } }] }),
  log('a name of 501 characters', { datasets: [{ dataset: { ...iris, name: 'n'.repeat(501) } }] }),
  log('a digest of 36 characters', { datasets: [{ dataset: { ...iris, name: 'long digest', digest: 'd'.repeat(36) } }] }),
  log('a digest of 37 characters', { datasets: [{ dataset: { ...iris, digest: 'd'.repeat(37) } }] }),
  log('a source of 65536 characters', { datasets: [{ dataset: { ...iris, source: 's'.repeat(65536) } }] }),
  log('a tag key of 256 characters', { datasets: [{ tags: [{ key: 'k'.repeat(256), value: 'v' }], dataset: iris }] }),
  log('a tag value of 501 characters', { datasets: [{ tags: [{ key: 'k', value: 'v'.repeat(501) }], dataset: iris }] }),
  log('no run', { run_id: undefined, datasets: [{ dataset: iris }] }),
  log('an unknown run', { run_id: '00000000000000000000000000000000', datasets: [{ dataset: iris }] }),
  post('dataset summaries', '/ajax-api/2.0/mlflow/experiments/search-datasets', { experiment_ids: ['{{exp}}'] }),
])

const model = {
  artifact_path: 'model',
  flavors: { python_function: {} },
  utc_time_created: '2024-01-01 00:00:00.000000',
  run_id: '{{run}}',
}

export const models = scenario('log-model', [
  post('make an experiment', 'experiments/create', { name: 'log-model' }, { capture: { exp: 'experiment_id' } }),
  post(
    'make a run',
    'runs/create',
    { experiment_id: '{{exp}}', start_time: T0, run_name: 'models' },
    { capture: { run: 'run.info.run_id' } },
  ),
  post('plain', 'runs/log-model', { run_id: '{{run}}', model_json: JSON.stringify(model) }),
  post('a second', 'runs/log-model', { run_id: '{{run}}', model_json: JSON.stringify({ ...model, artifact_path: 'second' }) }),
  get('after two', 'runs/get', { run_id: '{{run}}' }),
  post('the first again', 'runs/log-model', { run_id: '{{run}}', model_json: JSON.stringify(model) }),
  post('missing fields', 'runs/log-model', { run_id: '{{run}}', model_json: '{"artifact_path":"x"}' }),
  post('no JSON', 'runs/log-model', { run_id: '{{run}}', model_json: '{nope' }),
  post('an object, not a string', 'runs/log-model', { run_id: '{{run}}', model_json: model }),
  post('a JSON list', 'runs/log-model', { run_id: '{{run}}', model_json: '[]' }),
  post('no model', 'runs/log-model', { run_id: '{{run}}' }),
  post('an empty model', 'runs/log-model', { run_id: '{{run}}', model_json: '' }),
  post('no run', 'runs/log-model', { model_json: JSON.stringify(model) }),
  post('an unknown run', 'runs/log-model', { run_id: '00000000000000000000000000000000', model_json: JSON.stringify(model) }),
  get('after all', 'runs/get', { run_id: '{{run}}' }),
])
