import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createClient, type Client } from '@reprise/client'
import { repositoryFolder } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forget, openPlace, type Place } from './place.ts'

const exec = promisify(execFile)
let second: Place
let client: Client
let capsule: string
let original: string

const points = [
  { key: 'loss', value: 0.1 + 0.2, timestamp: 1, step: 0 },
  { key: 'loss', value: Number.NaN, timestamp: 2, step: 1 },
  { key: 'loss', value: Infinity, timestamp: 3, step: 2 },
  { key: 'loss', value: -Infinity, timestamp: 4, step: 3 },
  { key: 'loss', value: Number.MAX_VALUE, timestamp: 5, step: 4 },
  { key: 'loss', value: 5e-324, timestamp: 6, step: 9_007_199_254_740_993n },
]

/** One server makes a run and a capsule of it, and is gone, as is the folder of the run. */
beforeAll(async () => {
  second = await openPlace()
  client = createClient({ url: second.server.url })
  capsule = join(second.folder, 'run.zip')
  const first = await openPlace()
  try {
    const work = await first.makeWork({
      'train.py': "total = sum(float(line) for line in open('data.txt'))\nopen('result.txt', 'w').write(repr(total))\nprint(total)\n",
      'data.txt': '1.5\n2.25\n0.1\n',
    })
    original = await first.run(work, ['python3', 'train.py'])
    await createClient({ url: first.server.url }).logBatch({
      run_id: original,
      tags: [
        { key: 'note', value: 'kept ✓' },
        { key: 'reprise.verdict', value: 'BIT_IDENTICAL' },
      ],
    })
    await forget(work)
    const exported = await first.reprise(['capsule', 'export', original, '--output', capsule])
    expect(exported).toMatchObject({ code: 0, stdout: `${capsule}\n` })
    expect(await first.reprise(['capsule', 'export', original, '--output', capsule])).toMatchObject({ code: 1, stdout: '' })
    const again = join(second.folder, 'again.zip')
    await first.reprise(['capsule', 'export', original, '--output', again])
    expect((await readFile(again)).equals(await readFile(capsule))).toBe(true)
  } finally {
    await first[Symbol.asyncDispose]()
  }
})
afterAll(async () => second[Symbol.asyncDispose]())

describe('a capsule', () => {
  it('is reproduced BIT_IDENTICAL on a second server, after the first server and the folder are gone', async () => {
    const imported = await second.reprise(['capsule', 'import', capsule, '--json'])
    expect(imported.code, imported.stderr).toBe(0)
    const { run: id, ...about } = JSON.parse(imported.stdout) as { run: string }
    expect(about).toMatchObject({ original, new: true })
    expect(id).not.toBe(original)
    const { run } = await client.getRun({ run_id: id })
    const tags = Object.fromEntries((run.data?.tags ?? []).map(({ key, value }) => [key, value]))
    expect(tags).toMatchObject({ note: 'kept ✓', 'reprise.capsule.run': original })
    expect(tags).not.toHaveProperty('reprise.verdict')
    expect(await second.reproduce(id)).toMatchObject({ code: 0, run: id, verdict: 'BIT_IDENTICAL' })

    const twice = await second.reprise(['capsule', 'import', capsule])
    expect(twice).toMatchObject({ code: 0, stdout: `${id}\n` })
    const more = await second.reprise(['capsule', 'import', capsule, '--again', '--experiment', 'elsewhere'])
    expect(more.stdout).not.toBe(`${id}\n`)
    const { experiment } = await client.getExperimentByName({ experiment_name: 'elsewhere' })
    expect((await client.getRun({ run_id: more.stdout.trim() })).run.info.experiment_id).toBe(experiment.experiment_id)
  })

  it('keeps params and datasets, and every bit of every point', async () => {
    const { run } = await client.createRun({ experiment_id: '0', start_time: 1 })
    const id = run.info.run_id
    const params = Array.from({ length: 250 }, (_, index) => ({ key: `p${index}`, value: `v ${index}` }))
    for (const at of [0, 100, 200]) await client.logBatch({ run_id: id, metrics: points, params: params.slice(at, at + 100) })
    const dataset = { name: 'd', digest: '1', source_type: 'local', source: 'here' }
    await client.logInputs({ run_id: id, datasets: [{ dataset, tags: [{ key: 'mlflow.data.context', value: 'train' }] }] })
    await client.updateRun({ run_id: id, status: 'FAILED', end_time: 9 })
    const file = join(second.folder, 'points.zip')
    expect(await second.reprise(['capsule', 'export', id, '-o', file])).toMatchObject({ code: 0 })
    const { stdout } = await second.reprise(['capsule', 'import', file])
    const { run: copy } = await client.getRun({ run_id: stdout.trim() })
    const { run: source } = await client.getRun({ run_id: id })
    expect(copy.data?.params).toEqual(source.data?.params)
    expect(copy.inputs).toEqual(source.inputs)
    expect(copy.info).toMatchObject({ status: 'FAILED', start_time: 1, end_time: 9, run_name: source.info.run_name })
    const last = (value: string): Promise<unknown> =>
      client.getSeriesBuckets({ run_ids: [value], metric_key: 'loss', from: 0, to: 4, width: 5 }).then(({ runs }) => runs[0]?.last)
    expect(await last(stdout.trim())).toEqual([0.1 + 0.2, Number.NaN, Infinity, -Infinity, Number.MAX_VALUE])
    const history = (value: string) => client.getMetricHistory({ run_id: value, metric_key: 'loss' })
    expect(await history(stdout.trim())).toEqual(await history(id))
  })

  it('can be read by what the page says, with nothing of ours', async () => {
    const page = await readFile(join(repositoryFolder, 'docs', 'formats', 'capsule.md'), 'utf8')
    const reader = join(second.folder, 'read.py')
    await writeFile(reader, /```python\n([^`]+)```/.exec(page)?.[1] ?? '')
    const { stdout } = await exec('python3', [reader, capsule])
    expect(stdout).toContain(`${original} FINISHED`)
    expect(stdout).toContain('artifacts/reprise/record.json')
    const { stdout: text } = await exec('python3', [
      '-c',
      'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(z.read("ro-crate-metadata.json").decode())',
      capsule,
    ])
    const { '@graph': graph } = JSON.parse(text) as { '@graph': Record<string, unknown>[] }
    expect(graph.map((entity) => entity['@id'])).toEqual(
      expect.arrayContaining(['ro-crate-metadata.json', './', '#run', '#command', 'run.json']),
    )
    expect(graph.find((entity) => entity['@id'] === '#run')).toMatchObject({ '@type': 'CreateAction', instrument: { '@id': '#command' } })
    for (const entity of graph)
      for (const { '@id': id } of (entity['object'] ?? []) as { '@id': string }[]) expect(graph.map((one) => one['@id'])).toContain(id)
  })

  it('leaves nothing where it can not be written', async () => {
    const { code, stderr } = await second.reprise([
      'capsule',
      'export',
      original,
      '--output',
      join(second.folder, 'no-such-folder', 'x.zip'),
    ])
    expect(code).toBe(1)
    const { runs } = await client.searchRuns({ experiment_ids: ['0'], max_results: 1 })
    const away = await second.reprise([
      'capsule',
      'export',
      runs[0]?.info.run_id ?? '',
      '--output',
      join(second.folder, 'no-such-folder', 'x.zip'),
    ])
    expect(away.stderr).toContain('can not be written (ENOENT)')
    expect(stderr).not.toContain('mistake')
  })

  it('is listed without a server', async () => {
    const { stdout, code } = await second.reprise(['capsule', 'show', capsule], { env: { REPRISE_TRACKING_URI: 'http://127.0.0.1:9' } })
    expect(code).toBe(0)
    expect(stdout).toContain(original)
    expect(stdout).toMatch(/artifacts\/reprise\/record\.json +\d/)
  })
})

/** Makes an archive of these members with Python, whose library lets one write what ours would not. */
const maker = `
import hashlib, json, sys, zipfile
source, target, kind = sys.argv[1:]
members = [(info.filename, zipfile.ZipFile(source).read(info)) for info in zipfile.ZipFile(source).infolist()]
extra = {'slip': '../../evil', 'inside': 'artifacts/../../evil', 'absolute': '/etc/evil', 'backslash': 'artifacts/..\\\\evil', 'unlisted': 'artifacts/more'}
method = zipfile.ZIP_DEFLATED if kind == 'bomb' else zipfile.ZIP_STORED
def relist(change):
    content = dict(members)
    listing = json.loads(content['manifest.json'])
    change(content, listing)
    content['manifest.json'] = json.dumps(listing).encode()
    return list(content.items())
def replace(name, data):
    def change(content, listing):
        content[name] = data
        for member in listing['members']:
            if member['path'] == name:
                member.update(size=len(data), sha256=hashlib.sha256(data).hexdigest())
    return change
if kind in extra:
    def add(content, listing):
        content[extra[kind]] = b'evil'
        if kind != 'unlisted':
            listing['members'].append({'path': extra[kind], 'size': 4, 'sha256': hashlib.sha256(b'evil').hexdigest()})
    members = relist(add)
elif kind == 'digest':
    members = [(name, data[:-1] + b'!' if name.endswith('record.json') else data) for name, data in members]
elif kind == 'json':
    members = relist(replace('run.json', b'{"format": 1, "experiment": '))
elif kind == 'text':
    members = relist(replace('run.json', b'{"format": 1, "experiment": "x", "run": {"info": 7}}'))
elif kind == 'newer':
    members = [(name, data.replace(b'"format":1', b'"format":2') if name == 'manifest.json' else data) for name, data in members]
elif kind == 'twice':
    members.append(members[0])
elif kind == 'bomb':
    members.append(('artifacts/bomb', bytes(50_000_000)))
with zipfile.ZipFile(target, 'w', method) as archive:
    for name, data in members:
        info = zipfile.ZipInfo(name)
        info.compress_type = method
        if kind == 'link' and name.endswith('record.json'):
            info.external_attr = 0o120777 << 16
        archive.writestr(info, data)
if kind in ('cut', 'tail', 'size'):
    data = open(target, 'rb').read()
    at = data.rindex(b'PK\\x01\\x02')
    data = {'cut': data[:-100], 'tail': data + b'more', 'size': data[:at + 20] + b'\\xff\\xff\\xff\\x7f' * 2 + data[at + 28:]}[kind]
    open(target, 'wb').write(data)
`

describe('what is no good capsule is refused in one line, and nothing is written:', () => {
  it.each([
    ['slip', 'evil'],
    ['inside', 'evil'],
    ['absolute', 'evil'],
    ['backslash', 'evil'],
    ['unlisted', 'members'],
    ['twice', 'twice'],
    ['link', 'link'],
    ['bomb', 'compressed'],
    ['digest', 'digest'],
    ['json', 'not JSON'],
    ['text', 'run.json'],
    ['newer', 'format 2'],
    ['cut', 'cut off'],
    ['tail', 'cut off'],
    ['size', 'belong to no member'],
  ])('%s', async (kind, word) => {
    const file = join(second.folder, `${kind}.zip`)
    await exec('python3', ['-W', 'ignore', '-c', maker, capsule, file, kind])
    const { code, stdout, stderr } = await second.reprise(['capsule', 'import', file, '--experiment', `never-${kind}`])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(word)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    await expect(client.getExperimentByName({ experiment_name: `never-${kind}` })).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
    })
    await expect(stat(join(second.folder, 'evil'))).rejects.toThrow('ENOENT')
  })

  it('a run that can not be filled is deleted again', async () => {
    const file = join(second.folder, 'unfit.zip')
    const unfit = `
import hashlib, json, sys, zipfile
source = zipfile.ZipFile(sys.argv[1])
content = {info.filename: source.read(info) for info in source.infolist()}
run = json.loads(content['run.json'])
run['run']['data']['params'] += [{'key': 'lr', 'value': '1'}, {'key': 'lr', 'value': '2'}]
content['run.json'] = json.dumps(run).encode()
listing = json.loads(content['manifest.json'])
for member in listing['members']:
    data = content[member['path']]
    member.update(size=len(data), sha256=hashlib.sha256(data).hexdigest())
content['manifest.json'] = json.dumps(listing).encode()
with zipfile.ZipFile(sys.argv[2], 'w') as archive:
    for name, data in content.items():
        archive.writestr(name, data)
`
    await exec('python3', ['-c', unfit, capsule, file])
    const { code, stderr } = await second.reprise(['capsule', 'import', file, '--experiment', 'unfit'])
    expect(code).toBe(1)
    expect(stderr).toContain('is deleted again')
    const { experiment } = await client.getExperimentByName({ experiment_name: 'unfit' })
    expect((await client.searchRuns({ experiment_ids: [experiment.experiment_id] })).runs).toEqual([])
  })
})

it('the digest of a capsule is that of its manifest', async () => {
  const { stdout } = await second.reprise(['capsule', 'show', capsule, '--json'])
  const { stdout: text } = await exec('python3', [
    '-c',
    'import sys, zipfile; sys.stdout.write(zipfile.ZipFile(sys.argv[1]).read("manifest.json").decode())',
    capsule,
  ])
  expect((JSON.parse(stdout) as { digest: string }).digest).toBe(createHash('sha256').update(text).digest('hex'))
})
