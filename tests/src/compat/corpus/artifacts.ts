import { get, post, scenario, send, type Exchange, type RequestBody } from './scenario.ts'

const T0 = 1700000000000
const PROXY = '/api/2.0/mlflow-artifacts/artifacts'
const ROOT = `${PROXY}/{{exp}}/{{run}}/artifacts`

function put(name: string, path: string, body?: RequestBody, headers: Record<string, string> = {}): Exchange {
  return send(name, { method: 'PUT', path, headers, ...(body ? { body } : {}) })
}

function download(name: string, path: string, headers: Record<string, string> = {}): Exchange {
  return send(name, { method: 'GET', path, headers })
}

function remove(name: string, path: string): Exchange {
  return send(name, { method: 'DELETE', path })
}

export const artifacts = scenario('artifacts', [
  post('make an experiment', 'experiments/create', { name: 'artifacts' }, { capture: { exp: 'experiment_id' } }),
  post(
    'make a run',
    'runs/create',
    { experiment_id: '{{exp}}', start_time: T0, run_name: 'artifacts' },
    { capture: { run: 'run.info.run_id' } },
  ),
  get('list before anything', 'artifacts/list', { run_id: '{{run}}' }),
  put('a text file', `${ROOT}/hello.txt`, { text: 'hello\n' }, { 'content-type': 'text/plain' }),
  put('a file in folders', `${ROOT}/deep/er/data.json`, { text: '{"a":1}' }, { 'content-type': 'application/json' }),
  put('a second file there', `${ROOT}/deep/b.csv`, { text: 'x,y\n1,2\n' }),
  put('an empty file', `${ROOT}/empty/nothing.bin`),
  put('bytes', `${ROOT}/bytes.bin`, { base64: 'AAEC/f7/' }, { 'content-type': 'application/octet-stream' }),
  put('in chunks', `${ROOT}/chunked.log`, { chunks: ['one ', 'two ', 'three'] }),
  put('over an existing file', `${ROOT}/hello.txt`, { text: 'hello again\n' }),
  put('a name with blanks', `${ROOT}/with%20blank.txt`, { text: 'blank' }),
  put('a name with a plus and a percent', `${ROOT}/a+b%25c.txt`, { text: 'plus' }),
  put('a unicode name', `${ROOT}/%D0%BE%D1%82%D1%87%D1%91%D1%82%20%F0%9F%93%84.txt`, { text: 'отчёт' }),
  put('a name with a quote', `${ROOT}/quo%22te.txt`, { text: 'quote' }),
  put('a hidden name', `${ROOT}/.hidden`, { text: 'hidden' }),
  put('an html file', `${ROOT}/page.html`, { text: '<p>hi</p>' }),
  put('a name without extension', `${ROOT}/README`, { text: 'read me' }),
  put('onto a folder', `${ROOT}/deep`, { text: 'x' }),
  put('below a file', `${ROOT}/hello.txt/below`, { text: 'x' }),
  download('get text', `${ROOT}/hello.txt`),
  download('get from folders', `${ROOT}/deep/er/data.json`),
  download('get empty', `${ROOT}/empty/nothing.bin`),
  download('get bytes', `${ROOT}/bytes.bin`),
  download('get chunked', `${ROOT}/chunked.log`),
  download('get a name with blanks', `${ROOT}/with%20blank.txt`),
  download('get a name with a plus and a percent', `${ROOT}/a+b%25c.txt`),
  download('get a unicode name', `${ROOT}/%D0%BE%D1%82%D1%87%D1%91%D1%82%20%F0%9F%93%84.txt`),
  download('get a name with a quote', `${ROOT}/quo%22te.txt`),
  download('get html', `${ROOT}/page.html`),
  download('get csv', `${ROOT}/deep/b.csv`),
  download('get a name without extension', `${ROOT}/README`),
  download('get a range', `${ROOT}/hello.txt`, { range: 'bytes=0-4' }),
  download('get a missing file', `${ROOT}/nope.txt`),
  download('get a missing folder', `${ROOT}/nope/nope.txt`),
  download('get a folder', `${ROOT}/deep`),
  get('list the root by proxy', PROXY, { path: '{{exp}}/{{run}}/artifacts' }),
  get('list a folder by proxy', PROXY, { path: '{{exp}}/{{run}}/artifacts/deep' }),
  get('list a folder with a trailing slash by proxy', PROXY, { path: '{{exp}}/{{run}}/artifacts/deep/' }),
  get('list a folder with an empty file', PROXY, { path: '{{exp}}/{{run}}/artifacts/empty' }),
  get('list a file by proxy', PROXY, { path: '{{exp}}/{{run}}/artifacts/hello.txt' }),
  get('list a missing folder by proxy', PROXY, { path: '{{exp}}/{{run}}/artifacts/nope' }),
  get('list above by proxy', PROXY, { path: '../' }),
  get('list an absolute path by proxy', PROXY, { path: '/etc' }),
  get('list the root of the run', 'artifacts/list', { run_id: '{{run}}' }),
  get('list by run_uuid', 'artifacts/list', { run_uuid: '{{run}}' }),
  get('list a folder of the run', 'artifacts/list', { run_id: '{{run}}', path: 'deep' }),
  get('list a folder of the run with a trailing slash', 'artifacts/list', { run_id: '{{run}}', path: 'deep/' }),
  get('list a nested folder of the run', 'artifacts/list', { run_id: '{{run}}', path: 'deep/er' }),
  get('list a file of the run', 'artifacts/list', { run_id: '{{run}}', path: 'hello.txt' }),
  get('list a missing folder of the run', 'artifacts/list', { run_id: '{{run}}', path: 'nope' }),
  get('list above the run', 'artifacts/list', { run_id: '{{run}}', path: '../' }),
  get('list above the run, encoded', 'artifacts/list', { run_id: '{{run}}', path: '%2e%2e/' }),
  get('list an absolute path of the run', 'artifacts/list', { run_id: '{{run}}', path: '/etc' }),
  get('list without a run', 'artifacts/list'),
  get('list of an unknown run', 'artifacts/list', { run_id: '00000000000000000000000000000000' }),
  get('through get-artifact', '/get-artifact', { run_id: '{{run}}', path: 'hello.txt' }),
  get('through get-artifact by run_uuid', '/get-artifact', { run_uuid: '{{run}}', path: 'deep/er/data.json' }),
  get('get-artifact of a missing file', '/get-artifact', { run_id: '{{run}}', path: 'nope.txt' }),
  get('get-artifact without a path', '/get-artifact', { run_id: '{{run}}' }),
  get('get-artifact without a run', '/get-artifact', { path: 'hello.txt' }),
  get('get-artifact above', '/get-artifact', { run_id: '{{run}}', path: '../../x' }),
  remove('a file', `${ROOT}/hello.txt`),
  remove('it again', `${ROOT}/hello.txt`),
  remove('a folder', `${ROOT}/deep`),
  remove('one that never was', `${ROOT}/never`),
  get('list after deleting', 'artifacts/list', { run_id: '{{run}}' }),
])

export const artifactTraversal = scenario('artifact paths that leave their place', [
  put('dots', `${PROXY}/../../etc/evil`, { text: 'x' }),
  put('encoded dots', `${PROXY}/%2e%2e/%2e%2e/etc/evil`, { text: 'x' }),
  put('encoded slashes', `${PROXY}/..%2f..%2fetc%2fevil`, { text: 'x' }),
  put('doubly encoded dots', `${PROXY}/%252e%252e/evil`, { text: 'x' }),
  put('inner dots', `${PROXY}/0/../../evil`, { text: 'x' }),
  put('backslashes', `${PROXY}/..%5C..%5Cevil`, { text: 'x' }),
  put('an absolute path', `${PROXY}//etc/evil`, { text: 'x' }),
  put('an encoded absolute path', `${PROXY}/%2Fetc%2Fevil`, { text: 'x' }),
  put('a file URL', `${PROXY}/file:///etc/evil`, { text: 'x' }),
  put('a null byte', `${PROXY}/0/a%00b`, { text: 'x' }),
  put('a broken escape', `${PROXY}/0/a%zz`, { text: 'x' }),
  put('a name of 256 characters', `${PROXY}/0/${'n'.repeat(256)}`, { text: 'x' }),
  put('a name with a hash and a question mark', `${PROXY}/0/x/a%23b%3Fc.txt`, { text: 'hash' }),
  download('get a name with a hash and a question mark', `${PROXY}/0/x/a%23b%3Fc.txt`),
  download('get encoded dots', `${PROXY}/%2e%2e/%2e%2e/etc/passwd`),
  download('get encoded slashes', `${PROXY}/..%2f..%2f..%2fetc%2fpasswd`),
  download('get an absolute path', `${PROXY}//etc/passwd`),
  remove('delete encoded dots', `${PROXY}/%2e%2e/evil`),
  remove('delete encoded slashes', `${PROXY}/..%2fevil`),
])

export const multipart = scenario('multipart uploads', [
  post('create on a file store', '/api/2.0/mlflow-artifacts/mpu/create/0/x/big.bin', { path: '0/x/big.bin', num_parts: 2 }),
  get('presigned download', '/api/2.0/mlflow-artifacts/presigned/0/x/big.bin'),
])
