import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPlace, type Place, rungsOf } from '../place.ts'

let place: Place
beforeAll(async () => {
  place = await openPlace()
})
afterAll(async () => place[Symbol.asyncDispose]())

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

it('a race in which two repeats agree by chance is not called systematic', async () => {
  // Folders count the times that it ran: what comes out is a, b, b, c.
  const count = join(place.folder, 'times')
  const program = `import os, threading
times = sum(os.path.isdir(f'${count}-{n}') for n in range(4))
os.mkdir(f'${count}-{times}')
worker = threading.Thread(target=lambda: open('o.txt', 'w').write('abbc'[times]))
worker.start()
worker.join()
`
  const id = await place.run(await place.makeWork({ 'race.py': program }), ['python3', 'race.py'])
  const found = await place.reproduce(id)
  expect(found).toMatchObject({ verdict: 'DIVERGED', kind: 'noisy' })
  expect(found.repeats).toHaveLength(2)
})
