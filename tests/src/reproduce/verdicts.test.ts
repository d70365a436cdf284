import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { createClient } from '@reprise/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forget, openPlace, type Place, rungsOf } from './place.ts'

let place: Place
beforeAll(async () => {
  place = await openPlace()
})
afterAll(async () => place[Symbol.asyncDispose]())

describe('the same results', () => {
  it('are BIT_IDENTICAL after the original folder is gone, and the verdict is found by a search', async () => {
    const work = await place.makeWork({
      'train.py': `
import json
from helper import scale
rows = [float(line) for line in open('data/numbers.txt')]
total = sum(scale(row) for row in rows)
open('result.json', 'w').write(json.dumps({'total': total}))
print('done')
`,
      'helper.py': 'def scale(x):\n    return x * 0.1\n',
      'data/numbers.txt': '1.5\n2.25\n0.1\n',
    })
    const id = await place.run(work, ['python3', 'train.py'])
    await forget(work)
    const found = await place.reproduce(id)
    expect(found).toMatchObject({ code: 0, run: id, verdict: 'BIT_IDENTICAL', kind: 'identical', causes: [], repeats: [] })
    expect(rungsOf(found)).toMatchObject({ 'result.json': 'identical', 'exit code': 'identical' })
    expect(found.reproduction).toMatch(/^[\da-f]{32}$/)
    expect(found.stderr).toMatch(/restoring code …[\s\S]*environment …[\s\S]*running …[\s\S]*comparing …/)

    const client = createClient({ url: place.server.url })
    const { run: original } = await client.getRun({ run_id: id })
    const search = (filter: string) => client.searchRuns({ experiment_ids: [original.info.experiment_id], filter })
    const { runs } = await search("attributes.verdict = 'BIT_IDENTICAL' AND tags.`reprise.verdict.kind` = 'identical'")
    expect(runs.map(({ info }) => info.run_id)).toEqual([id])
    expect((await place.reprise(['runs', 'search', "verdict = 'BIT_IDENTICAL'"])).stdout).toMatch(/VERDICT[^]*BIT_IDENTICAL/)
    expect((await place.reprise(['runs', 'show', id])).stdout).toMatch(/verdict +BIT_IDENTICAL\n/)
    expect((await search(`tags.\`reprise.reproduces\` = '${id}'`)).runs.map(({ info }) => info.run_id)).toEqual([found.reproduction])
    const { run: repeat } = await client.getRun({ run_id: found.reproduction ?? '' })
    const files = await client.listArtifacts(repeat.info.artifact_uri ?? '', 'reprise')
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['reprise/reproduction.html', 'reprise/reproduction.json', 'reprise/reproduction.md', 'reprise/record.json']),
    )
    const report = await new Response(await client.downloadArtifact(repeat.info.artifact_uri ?? '', 'reprise/reproduction.html')).text()
    expect(report).toContain('BIT_IDENTICAL')
    expect(report).not.toContain('<script')
  })

  it('of a Node program, with its standard input replayed', async () => {
    const work = await place.makeWork({
      'count.mjs': `
import { readFileSync, writeFileSync } from 'node:fs'
import { table } from './table.mjs'
const words = readFileSync(0, 'utf8').trim().split(/\\s+/)
writeFileSync('counts.json', JSON.stringify(words.map((word) => [word, table[word] ?? 0])))
`,
      'table.mjs': 'export const table = { one: 1, two: 2 }\n',
    })
    const piped = ['bash', '-c', 'printf "one two three" | "$@"', 'bash']
    const id = await place.run(work, ['node', 'count.mjs'], { within: piped })
    await rename(work, `${work}-moved`)
    const found = await place.reproduce(id)
    expect(found).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
    expect(rungsOf(found)['counts.json']).toBe('identical')
  })

  it('judges what is printed where there is nothing else, and nothing where nothing is left', async () => {
    const work = await place.makeWork({})
    const printed = await place.run(work, ['bash', '-c', 'echo 42'])
    expect(await place.reproduce(printed)).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
    const silent = await place.run(work, ['bash', '-c', 'exit 0'])
    expect(await place.reproduce(silent)).toMatchObject({ code: 4, verdict: 'CANNOT', kind: 'nothing to judge' })
  })

  it('but for times in a log and the order of keys are WITHIN_TOLERANCE, never BIT_IDENTICAL', async () => {
    const work = await place.makeWork({
      'log.py': `
import datetime, json, time
open('log.txt', 'w').write(datetime.datetime.now().isoformat() + ' loss 0.25\\n')
`,
    })
    const id = await place.run(work, ['python3', 'log.py'])
    const found = await place.reproduce(id)
    expect(found).toMatchObject({ code: 0, verdict: 'WITHIN_TOLERANCE', kind: 'numeric' })
    expect(rungsOf(found)['log.txt']).toBe('canonical')
  })

  it('from an uncommitted edit and an untracked file in git', async () => {
    const work = await place.makeWork({ 'a.py': "open('out.txt', 'w').write('committed')\n" })
    const git = 'git -c user.name=n -c user.email=e@x'
    await place.run(work, ['bash', '-c', `git init -q . && git add -A && ${git} commit -qm first`])
    await writeFile(join(work, 'a.py'), "import b\nopen('out.txt', 'w').write(b.text)\n")
    await writeFile(join(work, 'b.py'), "text = 'uncommitted'\n")
    await writeFile(join(work, '.gitignore'), 'out.txt\n__pycache__\n')
    const id = await place.run(work, ['python3', 'a.py'])
    await forget(work)
    const found = await place.reproduce(id, ['--dir', join(place.folder, 'kept')])
    expect(found).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL', folder: join(place.folder, 'kept') })
    expect(await readFile(join(place.folder, 'kept', 'run-1', 'code', 'out.txt'), 'utf8')).toBe('uncommitted')
  })
})

describe('metrics', () => {
  const logging = `
import json, os, urllib.request
def log(key, values):
    metrics = [{'key': key, 'value': value, 'timestamp': 1000 + step, 'step': step} for step, value in enumerate(values)]
    body = json.dumps({'run_id': os.environ['MLFLOW_RUN_ID'], 'metrics': metrics}).encode()
    url = os.environ['MLFLOW_TRACKING_URI'] + '/api/2.0/mlflow/runs/log-batch'
    urllib.request.urlopen(urllib.request.Request(url, body, {'Content-Type': 'application/json'})).read()
`
  const from = (program: string): Promise<string> => place.makeWork({ 'train.py': `${logging}${program}` })

  it('of a series are compared step by step, and those of the clock are not judged', async () => {
    const work = await from("import time\nlog('loss', [1 / (step + 1) for step in range(20)])\nlog('duration', [time.time()])\n")
    const found = await place.reproduce(await place.run(work, ['python3', 'train.py']))
    expect(found).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
    expect(rungsOf(found)).toMatchObject({ loss: 'identical', duration: 'notJudged' })
  })

  it('that scatter are noisy with two repeats, and consistent or not with five', async () => {
    const work = await from("import random\nlog('loss', [1 + random.random() * 1e-3])\n")
    const id = await place.run(work, ['python3', 'train.py'])
    expect(await place.reproduce(id)).toMatchObject({ code: 3, verdict: 'DIVERGED', kind: 'noisy' })
    const found = await place.reproduce(id, ['--repeats', '5'])
    expect(found.repeats).toHaveLength(4)
    expect(found.intervals).toMatchObject([{ name: 'loss', repeats: 5, isInside: found.verdict === 'WITHIN_TOLERANCE' }])
    expect(rungsOf(found)['loss']).toBe(found.verdict === 'WITHIN_TOLERANCE' ? 'statistical' : 'different')
  })

  it('of another start say at which step they part, and runs diff says the same', async () => {
    const flag = join(place.folder, 'other-start')
    const work = await from(`log('loss', [(2 if os.path.exists('${flag}') else 1) / (step + 1) for step in range(5)])\n`)
    const id = await place.run(work, ['python3', 'train.py'])
    await writeFile(flag, '')
    const found = await place.reproduce(id)
    expect(found).toMatchObject({ code: 3, verdict: 'DIVERGED', kind: 'systematic' })
    expect(found.items.find(({ name }) => name === 'loss')?.evidence).toMatchObject({ firstStep: '0', largestRelative: 0.5, differing: 5 })
    const { stdout } = await place.reprise(['runs', 'diff', id, found.reproduction ?? '', '--json'])
    const { results } = JSON.parse(stdout) as { results: { name: string; evidence: unknown }[] }
    expect(results.find(({ name }) => name === 'loss')?.evidence).toMatchObject({ firstStep: '0', largestRelative: 0.5 })
  })
})

describe('other results', () => {
  it('with a seed from the clock are DIVERGED, noisy', async () => {
    const work = await place.makeWork({
      'seeded.py': `
import random, time
random.seed(int(time.time()))
open('loss.csv', 'w').write('step,loss\\n' + ''.join(f'{step},{random.random()}\\n' for step in range(5)))
`,
    })
    const id = await place.run(work, ['python3', 'seeded.py'])
    const found = await place.reproduce(id)
    expect(found).toMatchObject({ code: 3, verdict: 'DIVERGED', kind: 'noisy' })
    expect(found.repeats).toHaveLength(1)
    expect(found.causes.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['time', 'seed']))
    expect(found.causes.every(({ status }) => status === 'suspected')).toBe(true)
  })

  it('in the order of a set of texts are DIVERGED; fixing the order of hashes confirms it', async () => {
    const work = await place.makeWork({
      'order.py': "names = set(f'name{i}' for i in range(50))\nopen('names.txt', 'w').write('\\n'.join(names))\n",
    })
    const id = await place.run(work, ['python3', 'order.py'])
    const found = await place.reproduce(id, ['--explain'])
    expect(found).toMatchObject({ code: 3, verdict: 'DIVERGED', kind: 'noisy' })
    expect(found.causes[0]).toMatchObject({ kind: 'order', subject: 'PYTHONHASHSEED', status: 'confirmed' })
    expect(found.causes).toContainEqual(expect.objectContaining({ kind: 'order', subject: 'names.txt', status: 'suspected' }))
  })

  it('of rounding in another precision are WITHIN_TOLERANCE, or DIVERGED where the bound is tighter', async () => {
    const work = await place.makeWork({
      'sum.py': `
import os, struct
single = os.path.exists('${join(place.folder, 'single')}')
total = 0.0
for i in range(1, 200):
    total += 1 / i
    if single:
        total = struct.unpack('f', struct.pack('f', total))[0]
open('sum.json', 'w').write('{"total": %r}' % total)
`,
    })
    const id = await place.run(work, ['python3', 'sum.py'])
    await writeFile(join(place.folder, 'single'), '')
    expect(await place.reproduce(id)).toMatchObject({ code: 0, verdict: 'WITHIN_TOLERANCE', kind: 'numeric' })
    expect(await place.reproduce(id, ['--tolerance', '1e-12'])).toMatchObject({ code: 3, verdict: 'DIVERGED', kind: 'systematic' })
  })

  it('from a variable that is no longer set are DIVERGED, systematic, and said to lack it', async () => {
    const work = await place.makeWork({ 'v.py': "import os\nopen('v.txt', 'w').write(os.environ.get('ALPHA_LEVEL', 'none'))\n" })
    const id = await place.run(work, ['python3', 'v.py'], { env: { ALPHA_LEVEL: '3' } })
    const found = await place.reproduce(id)
    expect(found).toMatchObject({ code: 3, verdict: 'DIVERGED', kind: 'systematic' })
    expect(found.causes[0]).toMatchObject({ kind: 'environment', subject: 'ALPHA_LEVEL', status: 'suspected' })
  })
})

describe('what is missing', () => {
  it('changed data is restored from the copy that was kept', async () => {
    const work = await place.makeWork({ 'r.py': "open('out.txt', 'w').write(open('in.txt').read())\n", 'in.txt': 'as it was' })
    const id = await place.run(work, ['python3', 'r.py'])
    await writeFile(join(work, 'in.txt'), 'changed')
    expect(await place.reproduce(id)).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
  })

  it('changed or deleted data of which no copy was kept is CANNOT, and never used in its place', async () => {
    const work = await place.makeWork({
      'r.py': "open('out.txt', 'w').write(str(len(open('big.txt').read())))\n",
      'big.txt': 'x'.repeat(5_000),
    })
    const id = await place.run(work, ['python3', 'r.py'], { options: ['--keep-file-limit', '1000'] })
    expect(await place.reproduce(id)).toMatchObject({ verdict: 'BIT_IDENTICAL' })
    await writeFile(join(work, 'big.txt'), 'y'.repeat(5_000))
    const changed = await place.reproduce(id)
    expect(changed).toMatchObject({ code: 4, verdict: 'CANNOT', kind: 'missing data', reproduction: null })
    expect(changed.causes).toEqual([
      { kind: 'data', subject: 'big.txt', status: 'confirmed', evidence: expect.stringContaining('has changed') },
    ])
    await rm(join(work, 'big.txt'))
    const deleted = await place.reproduce(id)
    expect(deleted.causes[0]?.evidence).toContain('is no longer there')
  })

  it('a file that only a redirection of the shell names is restored, too', async () => {
    const work = await place.makeWork({ 'words.txt': 'b\na\n' })
    const id = await place.run(work, ['bash', '-c', 'sort <words.txt >sorted.txt'])
    await forget(work)
    expect(await place.reproduce(id)).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
  })

  it('a file beside the tree is found by its relative path, in place or as a copy, and a folder for results is made', async () => {
    const around = await place.makeWork({
      'data/in.txt': 'beside',
      'code/r.py': "import sys\nopen('out/out.txt', 'w').write(open(sys.argv[1]).read() + open('../data/in.txt').read())\n",
      'code/out/.keep': '',
    })
    const id = await place.run(join(around, 'code'), ['python3', 'r.py', '../data/in.txt'])
    const found = await place.reproduce(id)
    expect(found).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
    expect(rungsOf(found)['out/out.txt']).toBe('identical')
    await forget(around)
    expect(await place.reproduce(id)).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
  })

  it('a file outside of the tree that has changed is seen as it was, or the run can not be reproduced', async () => {
    const outside = join(place.folder, 'shared.txt')
    await writeFile(outside, 'shared')
    const work = await place.makeWork({ 'r.py': `open('out.txt', 'w').write(open('${outside}').read())\n` })
    const id = await place.run(work, ['python3', 'r.py'])
    expect(await place.reproduce(id)).toMatchObject({
      verdict: 'BIT_IDENTICAL',
      notes: expect.not.arrayContaining([expect.stringContaining('shared.txt')]),
    })
    await writeFile(outside, 'other')
    const found = await place.reproduce(id)
    if (found.verdict === 'CANNOT') expect(found).toMatchObject({ code: 4, kind: 'path' })
    else
      expect(found).toMatchObject({
        code: 0,
        verdict: 'BIT_IDENTICAL',
        notes: expect.arrayContaining([expect.stringContaining('saw the recorded one')]),
      })
    expect(await readFile(outside, 'utf8')).toBe('other')
  })

  it('a server that no longer answers is CANNOT, network', async () => {
    const server = createServer((_request, response) => response.end('42'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    const work = await place.makeWork({
      'ask.py': `import urllib.request\nopen('a.txt', 'wb').write(urllib.request.urlopen('http://127.0.0.1:${port}').read())\n`,
    })
    const id = await place.run(work, ['python3', 'ask.py'])
    await new Promise((resolve) => server.close(resolve))
    const found = await place.reproduce(id)
    expect(found).toMatchObject({ code: 4, verdict: 'CANNOT', kind: 'network' })
    expect(found.causes[0]).toMatchObject({ kind: 'network' })
  })

  it('a result that the repeat finds in a cache of the original is not taken for one that is made', async () => {
    const cache = join(place.folder, 'cache.txt')
    const work = await place.makeWork({
      'c.py': `
import os, random
if not os.path.exists('${cache}'):
    open('${cache}', 'w').write(str(random.random()))
open('out.txt', 'w').write(open('${cache}').read())
`,
    })
    const id = await place.run(work, ['python3', 'c.py'])
    const found = await place.reproduce(id)
    expect(rungsOf(found)['out.txt']).toBe('identical')
    expect(found).toMatchObject({ code: 4, verdict: 'CANNOT', kind: 'cached result', causes: [{ kind: 'data', subject: cache }] })
  })

  it('a secret is asked for, and used when it is given', async () => {
    const work = await place.makeWork({ 's.py': "import sys\nopen('s.txt', 'w').write(str(len(sys.argv[2])))\n" })
    const id = await place.run(work, ['python3', 's.py', '--api-key', 'hunter2hunter2'])
    const found = await place.reproduce(id)
    expect(found).toMatchObject({ code: 4, verdict: 'CANNOT', kind: 'missing secret' })
    const name = found.causes[0]?.subject ?? ''
    expect(await place.reproduce(id, ['--secret', `${name}=hunter2hunter2`])).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
  })

  it('a run without a record, one that is not there, and one that takes too long', async () => {
    const client = createClient({ url: place.server.url })
    const { run } = await client.createRun({ experiment_id: '0' })
    expect(await place.reproduce(run.info.run_id)).toMatchObject({ code: 4, verdict: 'CANNOT', kind: 'no record', reproduction: null })
    expect(await place.reprise(['reproduce', 'f'.repeat(32)])).toMatchObject({ code: 1, stdout: '' })
    const work = await place.makeWork({})
    const slow = await place.run(work, ['bash', '-c', 'sleep 3; echo done'])
    expect(await place.reproduce(slow, ['--timeout', '1s'])).toMatchObject({ code: 4, verdict: 'CANNOT', kind: 'timeout' })
  })
})

describe('restore', () => {
  it('puts code and data into a new folder, every file as it was, and says the command', async () => {
    const work = await place.makeWork({ 'r.py': "print(open('in.txt').read())\n", 'in.txt': 'as it was' })
    const id = await place.run(work, ['python3', 'r.py'])
    await forget(work)
    const target = join(place.folder, 'restored')
    const { code, stdout } = await place.reprise(['restore', id, target])
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${target}\n  cd ${target}\n  python3 r.py\n` })
    expect(await readFile(join(target, 'in.txt'), 'utf8')).toBe('as it was')
    expect(await place.reprise(['restore', id, target])).toMatchObject({ code: 1, stderr: expect.stringContaining('is not empty') })
  })

  it('ends with 4 where something is not to be had', async () => {
    const work = await place.makeWork({ 'r.py': "print(len(open('big.txt').read()))\n", 'big.txt': 'x'.repeat(5_000) })
    const id = await place.run(work, ['python3', 'r.py'], { options: ['--keep-file-limit', '1000'] })
    await forget(work)
    expect(await place.reprise(['restore', id, join(place.folder, 'lost')])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('big.txt'),
    })
  })
})
