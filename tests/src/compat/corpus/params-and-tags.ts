import { get, post, scenario, type Exchange } from './scenario.ts'

const T0 = 1700000000000

function param(name: string, fields: Record<string, unknown>): Exchange {
  return post(name, 'runs/log-parameter', { run_id: '{{run}}', key: 'p', value: '1', ...fields })
}

export const params = scenario('log-parameter', [
  post('make an experiment', 'experiments/create', { name: 'params' }, { capture: { exp: 'experiment_id' } }),
  post(
    'make a run',
    'runs/create',
    { experiment_id: '{{exp}}', start_time: T0, run_name: 'params' },
    { capture: { run: 'run.info.run_id' } },
  ),
  param('plain', {}),
  param('the same again', {}),
  param('another value', { value: '2' }),
  param('by run_uuid', { run_id: undefined, run_uuid: '{{run}}', key: 'by uuid' }),
  param('an empty value', { key: 'empty', value: '' }),
  param('no value', { key: 'valueless', value: undefined }),
  param('a null value', { key: 'null', value: null }),
  param('a unicode value', { key: 'unicode', value: 'обучение 学習 🎓' }),
  param('a value with line breaks', { key: 'lines', value: 'a\nb\r\nc\td' }),
  param('a value of 6000 characters', { key: 'long', value: 'v'.repeat(6000) }),
  param('a value of 6001 characters', { key: 'longer', value: 'v'.repeat(6001) }),
  param('the same value of 6001 characters again', { key: 'longer', value: 'v'.repeat(6001) }),
  param('no key', { key: undefined }),
  param('an empty key', { key: '' }),
  param('a key of 250 characters', { key: 'k'.repeat(250) }),
  param('a key of 251 characters', { key: 'k'.repeat(251) }),
  param('a bad key', { key: 'p$' }),
  param('a path-like key', { key: 'a/../b' }),
  param('a key with slashes', { key: 'model/depth' }),
  param('no run', { run_id: undefined }),
  param('an unknown run', { run_id: '00000000000000000000000000000000' }),
  get('all of them', 'runs/get', { run_id: '{{run}}' }),
])

function tag(name: string, fields: Record<string, unknown>): Exchange {
  return post(name, 'runs/set-tag', { run_id: '{{run}}', key: 't', value: '1', ...fields })
}

export const tags = scenario('set-tag', [
  post('make an experiment', 'experiments/create', { name: 'tags' }, { capture: { exp: 'experiment_id' } }),
  post(
    'make a run',
    'runs/create',
    { experiment_id: '{{exp}}', start_time: T0, run_name: 'tags' },
    { capture: { run: 'run.info.run_id' } },
  ),
  tag('plain', {}),
  tag('another value', { value: '2' }),
  tag('by run_uuid', { run_id: undefined, run_uuid: '{{run}}', key: 'by uuid' }),
  tag('an empty value', { key: 'empty', value: '' }),
  tag('no value', { key: 'valueless', value: undefined }),
  tag('a unicode value', { key: 'unicode', value: 'ярлык 札 🏷️' }),
  tag('a note', { key: 'mlflow.note.content', value: '# Title\n\ntext' }),
  tag('a value of 8000 characters', { key: 'long', value: 'v'.repeat(8000) }),
  tag('a value of 8001 characters', { key: 'longer', value: 'v'.repeat(8001) }),
  tag('no key', { key: undefined }),
  tag('an empty key', { key: '' }),
  tag('a key of 250 characters', { key: 'k'.repeat(250) }),
  tag('a key of 251 characters', { key: 'k'.repeat(251) }),
  tag('a bad key', { key: 't$' }),
  tag('a path-like key', { key: '../t' }),
  tag('no run', { run_id: undefined }),
  tag('an unknown run', { run_id: '00000000000000000000000000000000' }),
  get('all of them', 'runs/get', { run_id: '{{run}}' }),
  post('delete', 'runs/delete-tag', { run_id: '{{run}}', key: 't' }),
  post('delete again', 'runs/delete-tag', { run_id: '{{run}}', key: 't' }),
  post('delete one that never was', 'runs/delete-tag', { run_id: '{{run}}', key: 'zzz' }),
  post('delete without key', 'runs/delete-tag', { run_id: '{{run}}' }),
  post('delete without run', 'runs/delete-tag', { key: 't' }),
  post('delete of an unknown run', 'runs/delete-tag', { run_id: '00000000000000000000000000000000', key: 't' }),
  get('what is left', 'runs/get', { run_id: '{{run}}' }),
])
