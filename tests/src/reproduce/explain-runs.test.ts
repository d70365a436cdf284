import { execFile } from 'node:child_process'
import { appendFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Explanation } from '@reprise/reproduce'
import { findOtherPython, requirePart } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commit, git } from './corpus/lab.ts'
import { openPlace, type Place } from './place.ts'
import { makeEnvironment, makeWheels, type Wheels } from './wheels.ts'

let place: Place
let wheels: Wheels
const other = await findOtherPython()
const second = requirePart('a second Python', other)

beforeAll(async () => {
  place = await openPlace()
  wheels = await makeWheels(join(place.folder, 'wheels'))
})
afterAll(async () => place[Symbol.asyncDispose]())

async function explain(
  a: string,
  b: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Explanation> {
  const { code, stdout, stderr } = await place.reprise(['runs', 'diff', a, b, '--explain', '--json', ...args], { env })
  expect(code, stderr).toBe(0)
  return (JSON.parse(stdout) as { explanation: Explanation }).explanation
}

/** Kinds and subjects of what was confirmed. */
const confirmed = ({ causes }: Explanation): string[] =>
  causes
    .filter(({ status }) => status === 'confirmed')
    .map(({ kind, subject }) => `${kind} ${subject}`)
    .toSorted()

async function makeRepository(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await place.makeWork({ ...files, '.gitignore': 'out/\n__pycache__/\n.venv/\n' })
  await git(folder, 'init', '--quiet')
  await commit(folder)
  return folder
}

/** Result of data, code, an argument and a variable, in one number. */
const training = {
  'train.py': `
import argparse, csv, json, os, model
options = argparse.ArgumentParser()
options.add_argument('--seed', type=int, default=1)
options.add_argument('--verbose', action='store_true')
given = options.parse_args()
rows = [float(row[0]) for row in csv.reader(open('data/train.csv'))]
os.makedirs('out', exist_ok=True)
json.dump({'accuracy': model.score(rows, given.seed)}, open('out/metrics.json', 'w'))
`,
  'model.py': 'def score(rows, seed):\n    return sum(rows) / len(rows) / 10 + seed / 1000\n',
  'data/train.csv': '9.1\n9.2\n9.3\n',
  'README.md': 'A model.\n',
}

describe('one cause among other differences', () => {
  it('is the uncommitted edit, told with its patch; what changed beside it is ruled out', async () => {
    const work = await makeRepository(training)
    const a = await place.run(work, ['python3', 'train.py'])
    await writeFile(join(work, 'model.py'), training['model.py'].replace('/ 10', '/ 11'))
    await appendFile(join(work, 'README.md'), 'It is better now.\n')
    await writeFile(join(work, 'notes.txt'), 'untracked')
    const b = await place.run(work, ['python3', 'train.py', '--verbose'], { env: { OMP_NUM_THREADS: '3' } })
    const found = await explain(a, b)
    expect(found).toMatchObject({ original: a, changed: b, outcome: 'explained', isNoisy: false })
    expect(confirmed(found)).toEqual(['code model.py'])
    expect(found.causes).toHaveLength(1)
    expect(found.causes[0]?.patch).toContain('-    return sum(rows) / len(rows) / 10')
    expect(found.ruledOut.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining(['README.md', 'notes.txt', '--verbose', 'OMP_NUM_THREADS']),
    )
    // The likeliest is tried first.
    expect(found.trials).toHaveLength(1)
  })

  it('is the data, changed in a folder that git does not keep, whatever was committed since', async () => {
    const work = await place.makeWork({ ...training, '.gitignore': 'out/\n__pycache__/\ndata/\n' })
    await git(work, 'init', '--quiet')
    await commit(work)
    const a = await place.run(work, ['python3', 'train.py'])
    await writeFile(join(work, 'data/train.csv'), '9.1\n1.2\n9.3\n')
    await writeFile(join(work, 'model.py'), `# A comment.\n${training['model.py']}`)
    await commit(work)
    const b = await place.run(work, ['python3', 'train.py'])
    const found = await explain(a, b)
    expect(confirmed(found)).toEqual(['data data/train.csv'])
    expect(found.ruledOut.map(({ subject }) => subject)).toContain('model.py')
  })

  it('is the seed, outside of git', async () => {
    const work = await place.makeWork(training)
    const a = await place.run(work, ['python3', 'train.py', '--seed', '1'])
    await appendFile(join(work, 'model.py'), '# the end\n')
    const b = await place.run(work, ['python3', 'train.py', '--seed', '2'], { options: ['--param', 'note=again'] })
    expect(confirmed(await explain(a, b))).toEqual(['seed --seed'])
  })

  it('is what is read from outside of the folder, from another folder, or from standard input', async () => {
    const outside = join(place.folder, 'outside.txt')
    await writeFile(outside, '1')
    const work = await place.makeWork({ 'r.py': `open('o.txt', 'w').write(open('${outside}').read())\n` })
    const a = await place.run(work, ['python3', 'r.py'])
    await writeFile(outside, '2')
    const b = await place.run(work, ['python3', 'r.py'], { env: { OMP_NUM_THREADS: '1' } })
    expect(confirmed(await explain(a, b))).toEqual([`data ${outside}`])

    const files = { 's.py': "import sys\nopen('o.txt', 'w').write(open(sys.argv[1]).read() + sys.argv[2])\n", 'a.txt': 'a', 'b.txt': 'b' }
    const folder = await place.makeWork(files)
    const [c, d] = [await place.run(folder, ['python3', 's.py', 'a.txt', 'x']), await place.run(folder, ['python3', 's.py', 'b.txt', 'x'])]
    expect(confirmed(await explain(c, d))).toEqual(['data argument 2'])
  })

  it('is the folder, where the program writes down where it is', async () => {
    const files = { 'w.py': "import os\nopen('o.csv', 'w').write(f'{len(os.getcwd())},1')\n" }
    const [first, longer] = [await place.makeWork(files), join(await place.makeWork({ 'inner/w.py': files['w.py'] }), 'inner')]
    const a = await place.run(first, ['python3', 'w.py'])
    const b = await place.run(longer, ['python3', 'w.py'])
    const found = await explain(a, b)
    // Repeats run at a place of their own: such a result is never repeated.
    expect(found).toMatchObject({ outcome: 'notRepeated', causes: [], trials: [] })
  })

  it('is the number of threads or of processors', async () => {
    const work = await place.makeWork({ 'p.py': "import os\nopen('o.txt', 'w').write(str(len(os.sched_getaffinity(0))))\n" })
    const a = await place.run(work, ['python3', 'p.py'], { within: ['taskset', '-c', '0'] })
    const b = await place.run(work, ['python3', 'p.py'], { env: { MKL_NUM_THREADS: '2' } })
    expect(confirmed(await explain(a, b))).toEqual(['threads cpu.usable_count'])
  })
})

describe('packages and interpreters', () => {
  it('a package in another version is found among others that changed as well', async () => {
    const python = await makeEnvironment(join(place.folder, 'versions'))
    const program = "import planted, innocent\nopen('o.txt', 'w').write(str(planted.VALUE))\n"
    const work = await place.makeWork({ 'm.py': program })
    await wheels.install(python, 'planted==1.0', 'innocent==1.0')
    const a = await place.run(work, [python, 'm.py'])
    await wheels.install(python, 'planted==2.0', 'innocent==2.0')
    const b = await place.run(work, [python, 'm.py'])
    const found = await explain(a, b, [], wheels.env)
    expect(confirmed(found)).toEqual(['package planted'])
    expect([...found.ruledOut, ...found.trials.flatMap(({ changes }) => changes.map((subject) => ({ subject })))].join).toBeDefined()
    expect(found.causes.map(({ subject }) => subject)).not.toContain('innocent')
  })

  it('one that is to be had nowhere is suspected, and said to be', async () => {
    const python = await makeEnvironment(join(place.folder, 'lost'))
    const work = await place.makeWork({ 'm.py': "import planted\nopen('o.txt', 'w').write(str(planted.VALUE))\n" })
    await wheels.install(python, 'planted==1.0')
    const a = await place.run(work, [python, 'm.py'])
    await wheels.install(python, 'planted==2.0')
    const b = await place.run(work, [python, 'm.py'], { env: { OMP_NUM_THREADS: '2' } })
    const nowhere = { PIP_NO_INDEX: '1', UV_NO_INDEX: '1', UV_NO_CACHE: '1', PIP_NO_CACHE_DIR: '1' }
    const found = await explain(a, b, ['--offline'], nowhere)
    expect(found.outcome).toBe('notExplained')
    expect(confirmed(found)).toEqual([])
    expect(found.causes[0]).toMatchObject({ kind: 'package', subject: 'planted', status: 'suspected' })
    expect(found.notTried).toContainEqual(
      expect.objectContaining({ subject: 'planted', why: expect.stringContaining('can not be installed') }),
    )
  })

  it('a package of Node.js, installed from the lock file that the first run had', async () => {
    const version = (number: number): Record<string, string> => ({
      [`dep-${number}/package.json`]: JSON.stringify({ name: 'dep', version: `${number}.0.0`, main: 'index.js' }),
      [`dep-${number}/index.js`]: `module.exports = ${number}\n`,
    })
    const work = await place.makeWork({
      ...version(1),
      ...version(2),
      'package.json': '{ "name": "project", "version": "1.0.0", "type": "module" }',
      '.gitignore': 'node_modules\no.txt\n',
      'use.js': "import { writeFileSync } from 'node:fs'\nimport number from 'dep'\nwriteFileSync('o.txt', `${number}`)\n",
    })
    const npm = async (...args: readonly string[]): Promise<void> => {
      const env = { ...process.env, npm_config_update_notifier: 'false' }
      await promisify(execFile)('npm', [...args, '--offline', '--no-audit', '--no-fund'], { cwd: work, env })
    }
    await npm('pack', './dep-1', './dep-2')
    await npm('install', './dep-1.0.0.tgz')
    await git(work, 'init', '--quiet')
    await commit(work)
    const a = await place.run(work, ['node', 'use.js'])
    await npm('install', './dep-2.0.0.tgz')
    await writeFile(join(work, 'README.md'), 'New.\n')
    const b = await place.run(work, ['node', 'use.js'])
    expect(confirmed(await explain(a, b, ['--offline']))).toEqual(['package dep'])
  })

  it.skipIf(second.missing)(`another interpreter${second.note}`, async () => {
    const python = 'python' in other ? other.python : ''
    const work = await place.makeWork({ 'i.py': "import sys\nopen('o.txt', 'w').write(str(sys.version_info[:3]))\n" })
    const a = await place.run(work, ['python3', 'i.py'])
    const b = await place.run(work, [python, 'i.py'], { env: { OMP_NUM_THREADS: '2' } })
    expect(confirmed(await explain(a, b))).toEqual(['interpreter python'])
  })
})

describe('several causes', () => {
  it('that only together bring the result back are all confirmed, and each is said to be needed', async () => {
    const work = await makeRepository({
      ...training,
      'train.py': `
import os, model
data = open('data/train.csv').read()
os.makedirs('out', exist_ok=True)
open('out/class.txt', 'w').write('new' if 'x' in data or model.MODE == 2 else 'old')
`,
      'model.py': 'MODE = 1\n',
    })
    const a = await place.run(work, ['python3', 'train.py'])
    await appendFile(join(work, 'data/train.csv'), 'x\n')
    await writeFile(join(work, 'model.py'), 'MODE = 2\n')
    await appendFile(join(work, 'README.md'), 'More.\n')
    const b = await place.run(work, ['python3', 'train.py'], { env: { OMP_NUM_THREADS: '3' } })
    const found = await explain(a, b)
    expect(confirmed(found)).toEqual(['code model.py', 'data data/train.csv'])
    for (const { evidence } of found.causes) expect(evidence).toMatch(/together with .*; without it, out\/class\.txt stayed different/)
    expect(found.why).toContain('none of them can be left out')
  })

  it('that each leave their trace are all confirmed, and nothing else is', async () => {
    const work = await makeRepository(training)
    const a = await place.run(work, ['python3', 'train.py', '--seed', '1'])
    await writeFile(join(work, 'data/train.csv'), '8.1\n8.2\n8.3\n')
    await appendFile(join(work, 'train.py'), '# the end\n')
    const b = await place.run(work, ['python3', 'train.py', '--seed', '2'])
    expect(confirmed(await explain(a, b))).toEqual(['data data/train.csv', 'seed --seed'])
  })

  it('are not told apart when the runs do not suffice, and then none is confirmed', async () => {
    const work = await makeRepository(training)
    const a = await place.run(work, ['python3', 'train.py', '--seed', '1'])
    await writeFile(join(work, 'data/train.csv'), '8.1\n8.2\n8.3\n')
    await appendFile(join(work, 'train.py'), '# the end\n')
    const b = await place.run(work, ['python3', 'train.py', '--seed', '2'])
    const found = await explain(a, b, ['--max-runs', '3'])
    expect(found.outcome).toBe('unfinished')
    expect(confirmed(found)).toEqual([])
    expect(found.trials.length).toBeLessThanOrEqual(2)
  })
})

describe('what can not be confirmed', () => {
  it('a variable of which only a digest is recorded: given for both runs, it can', async () => {
    const work = await place.makeWork({ 'v.py': "import os\nopen('v.txt', 'w').write(os.environ.get('WHICH_WAY', 'none'))\n" })
    const a = await place.run(work, ['python3', 'v.py'], { env: { WHICH_WAY: 'left' } })
    const b = await place.run(work, ['python3', 'v.py'], { env: { WHICH_WAY: 'right' } })
    const found = await explain(a, b)
    expect(found).toMatchObject({ outcome: 'notRepeated', causes: [] })
    expect(found.why).toContain('WHICH_WAY')
    expect(confirmed(await explain(a, b, ['--secret', 'WHICH_WAY=right', '--secret', 'WHICH_WAY=left']))).toEqual(['environment WHICH_WAY'])
  })

  it('data of which no copy is left', async () => {
    const work = await place.makeWork({
      'r.py': "open('o.txt', 'w').write(str(sum(map(len, open('big.txt')))) + open('big.txt').read(1))\n",
      'big.txt': 'x'.repeat(5_000),
    })
    const limits = { options: ['--keep-file-limit', '1000'] }
    const a = await place.run(work, ['python3', 'r.py'], limits)
    await writeFile(join(work, 'big.txt'), 'y'.repeat(5_000))
    await appendFile(join(work, 'r.py'), '# the end\n')
    const b = await place.run(work, ['python3', 'r.py'], limits)
    const found = await explain(a, b)
    expect(found.outcome).toBe('notExplained')
    expect(confirmed(found)).toEqual([])
    expect(found.notTried).toContainEqual(expect.objectContaining({ kind: 'data', subject: 'big.txt' }))
  })

  it('results that are the same, and runs that nobody recorded', async () => {
    const work = await place.makeWork({ 'c.py': "open('o.txt', 'w').write('1')\n" })
    const [a, b] = [await place.run(work, ['python3', 'c.py']), await place.run(work, ['python3', 'c.py'])]
    expect(await explain(a, b)).toMatchObject({ outcome: 'same', causes: [] })
    await rm(join(work, 'c.py'))
  })
})

describe('noise', () => {
  it('is explained by what makes repeats agree: the seed that the other run had', async () => {
    const work = await place.makeWork({
      'n.py': `
import random, sys
if '--seed' in sys.argv: random.seed(int(sys.argv[sys.argv.index('--seed') + 1]))
open('o.txt', 'w').write(str(random.randint(0, 10**9)))
`,
    })
    const a = await place.run(work, ['python3', 'n.py', '--seed', '7'])
    const b = await place.run(work, ['python3', 'n.py'], { env: { OMP_NUM_THREADS: '2' } })
    const found = await explain(a, b)
    expect(found).toMatchObject({ outcome: 'explained', isNoisy: true })
    expect(confirmed(found)).toEqual(['seed --seed'])
  })

  it('beside a steady result does not keep that from being explained', async () => {
    const work = await place.makeWork({
      'n.py': "import random, sys\nopen('noise.txt', 'w').write(str(random.random()))\nopen('o.txt', 'w').write(sys.argv[1])\n",
    })
    const [a, b] = [await place.run(work, ['python3', 'n.py', '1']), await place.run(work, ['python3', 'n.py', '2'])]
    const found = await explain(a, b)
    expect(found).toMatchObject({ outcome: 'explained', isNoisy: false })
    expect(confirmed(found)).toEqual(['environment argument 2'])
  })
})

it('a person reads the same, and the run that came out different keeps it', async () => {
  const work = await makeRepository(training)
  const a = await place.run(work, ['python3', 'train.py'])
  await writeFile(join(work, 'model.py'), training['model.py'].replace('/ 10', '/ 12'))
  const b = await place.run(work, ['python3', 'train.py'])
  const { stdout, stderr } = await place.reprise(['runs', 'diff', a, b, '--explain'])
  expect(stdout).toMatch(/EXPLAINED\n {2}Undoing model\.py brings the result of \w{8} back\./)
  expect(stdout).toContain('+    return sum(rows) / len(rows) / 12')
  expect(stderr).toMatch(/1 of at most 11 runs: model\.py as in \w{8} …/)
  for (const kind of ['json', 'md', 'html']) {
    const answer = await fetch(`${place.server.url}/get-artifact?path=reprise/explanation.${kind}&run_uuid=${b}`)
    expect(await answer.text(), kind).toContain('model.py')
  }
})
