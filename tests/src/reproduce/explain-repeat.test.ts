import { execFile } from 'node:child_process'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findProgram, requirePart } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findSitePackages } from './corpus/lab.ts'
import { openPlace, type Place, type Reproduced } from './place.ts'
import { makeEnvironment, makeWheels, type Wheels } from './wheels.ts'

let place: Place
let wheels: Wheels
const taskset = requirePart('taskset', await findProgram('taskset'))
const mounting = await promisify(execFile)('unshare', ['-Urm', 'sh', '-c', 'mount --bind /dev/null /dev/null']).then(
  () => true,
  () => false,
)

beforeAll(async () => {
  place = await openPlace()
  wheels = await makeWheels(join(place.folder, 'wheels'))
})
afterAll(async () => place[Symbol.asyncDispose]())

const confirmed = ({ causes }: Pick<Reproduced, 'causes'>): string[] =>
  causes
    .filter(({ status }) => status === 'confirmed')
    .map(({ kind, subject }) => `${kind} ${subject}`)
    .toSorted()

describe('what a repeat differs by', () => {
  it.skipIf(taskset.missing)(`fewer processors than the original had${taskset.note}`, async () => {
    const work = await place.makeWork({ 'p.py': "import os\nopen('p.txt', 'w').write(str(len(os.sched_getaffinity(0))))\n" })
    const id = await place.run(work, ['python3', 'p.py'])
    const found = await place.reproduce(id, ['--explain'], { within: ['taskset', '-c', '0'] })
    expect(found).toMatchObject({ code: 3, verdict: 'DIVERGED', kind: 'systematic', explanation: { outcome: 'explained' } })
    expect(confirmed(found)).toEqual(['threads cpu.usable_count'])
    expect(found.causes).toHaveLength(1)
  })

  it('an installed package that was edited, against what was recorded', async () => {
    const python = await makeEnvironment(join(place.folder, 'edited'))
    await wheels.install(python, 'planted==1.0')
    const work = await place.makeWork({ 'm.py': "import planted\nopen('o.txt', 'w').write(str(planted.VALUE))\n" })
    const id = await place.run(work, [python, 'm.py'])
    await appendFile(join(await findSitePackages(python), 'planted.py'), 'VALUE += 1\n')
    const found = await place.reproduce(id, ['--explain'], { env: wheels.env })
    // The environment may have been made anew: then there is nothing to explain.
    if (found.verdict === 'DIVERGED') expect(confirmed(found)).toEqual(['package planted'])
    else expect(found).toMatchObject({ verdict: 'BIT_IDENTICAL', explanation: null })
    expect(found.changedSince).toContainEqual(expect.objectContaining({ kind: 'package', subject: 'planted' }))
  })

  it.skipIf(!mounting)(`the folder in which it runs${mounting ? '' : ' (this user may not mount folders)'}`, async () => {
    const work = await place.makeWork({ 'w.py': "import os\nopen('o.csv', 'w').write(f'{len(os.getcwd())},1')\n" })
    const id = await place.run(work, ['python3', 'w.py'])
    const found = await place.reproduce(id, ['--explain'])
    expect(found).toMatchObject({ verdict: 'DIVERGED', kind: 'systematic' })
    expect(confirmed(found)).toEqual(['environment absolute path'])
  })

  it('nothing that could be undone: every cause stays suspected, and it is said why', async () => {
    const work = await place.makeWork({ 'v.py': "import os\nopen('v.txt', 'w').write(os.environ.get('ALPHA_LEVEL', 'none'))\n" })
    const id = await place.run(work, ['python3', 'v.py'], { env: { ALPHA_LEVEL: '3' } })
    const found = await place.reproduce(id, ['--explain'])
    expect(confirmed(found)).toEqual([])
    expect(found.causes[0]).toMatchObject({ kind: 'environment', subject: 'ALPHA_LEVEL', status: 'suspected' })
    expect(found.explanation?.notTried).toContainEqual(
      expect.objectContaining({ subject: 'ALPHA_LEVEL', why: expect.stringContaining('--secret ALPHA_LEVEL=') }),
    )
  })
})

describe('noise', () => {
  it('of hashes is explained, and that of the random generator beside it is not taken for it', async () => {
    const order = "names = set(f'name{i}' for i in range(50))\nopen('names.txt', 'w').write('\\n'.join(names))\n"
    const work = await place.makeWork({ 'order.py': order, 'draw.py': "import random\nopen('o.txt', 'w').write(str(random.random()))\n" })
    const found = await place.reproduce(await place.run(work, ['python3', 'order.py']), ['--explain'])
    expect(found).toMatchObject({ kind: 'noisy', explanation: { outcome: 'explained', isNoisy: true } })
    expect(confirmed(found)).toEqual(['order PYTHONHASHSEED'])
    const drawn = await place.reproduce(await place.run(work, ['python3', 'draw.py']), ['--explain'])
    expect(drawn).toMatchObject({ kind: 'noisy', explanation: { outcome: 'notExplained' } })
    expect(confirmed(drawn)).toEqual([])
  })
})
