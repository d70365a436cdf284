import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startRepriseServer } from '@reprise/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { compileCache, reprise } from '../reprise.ts'
import { commitAll, openPipelinePlace, type PipelinePlace } from './pipeline-place.ts'

let place: PipelinePlace
beforeAll(async () => {
  place = await openPipelinePlace()
})
afterAll(() => place[Symbol.asyncDispose]())

const files = {
  'double.py':
    "import json\nvalue = float(open('in.txt').read()) * 2\nopen('out.txt', 'w').write(str(value))\njson.dump({'acc': value}, open('m.json', 'w'))\n",
  'in.txt': '0.25\n',
  'dvc.yaml':
    'stages:\n  double:\n    cmd: python3 double.py\n    deps: [double.py, in.txt]\n    outs: [out.txt]\n    metrics:\n    - m.json:\n        cache: false\n' +
    '  sort:\n    cmd: sort out.txt > sorted.txt\n    deps: [out.txt]\n    outs: [sorted.txt]\n',
  '.gitignore': 'm.json\n__pycache__\n',
}

it('a pipeline goes by a capsule to another server, and is run again there without its repository and the source of its imports', async () => {
  const source = join(place.folder, 'source')
  const project = await place.makeProject('sent', files)
  mkdirSync(source)
  writeFileSync(join(source, 'a.txt'), 'a\n')
  expect((await place.call(project, ['import-url', '-q', source, 'imported'])).code).toBe(0)
  const stage = ['stage', 'add', '-q', '-n', 'use', '-d', 'imported/a.txt', '-o', 'used.txt', 'cat imported/a.txt > used.txt']
  expect((await place.call(project, stage)).code).toBe(0)
  commitAll(project)
  const { run } = await place.repro(project, ['--experiment', 'sent'])
  const audit = JSON.parse((await place.call(project, ['audit', 'sent', '--json'])).stdout) as { readonly counts: unknown }
  expect(audit.counts).toEqual({ ready: 4, needs: 0, cannot: 0, unknown: 0 })
  const capsule = join(place.folder, 'sent.capsule.zip')
  expect((await place.call(project, ['capsule', 'export', run ?? '', '--output', capsule])).code).toBe(0)
  for (const gone of [project, source]) rmSync(gone, { recursive: true })

  const store = join(place.folder, 'elsewhere')
  rmSync(store, { recursive: true, force: true })
  const server = await startRepriseServer({ store: join(store, 'runs.db'), artifacts: join(store, 'artifacts'), env: compileCache })
  try {
    const env = { REPRISE_TRACKING_URI: server.url, REPRISE_CACHE: join(store, 'cache'), REPRISE_SPOOL: join(store, 'spool') }
    const there = (...args: string[]) => reprise(args, { cwd: store, env })
    const id = (await there('capsule', 'import', capsule)).stdout.trim().split('\n').at(-1) ?? ''
    const { code, stdout, stderr } = await there('reproduce', id, '--json')
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: 'BIT_IDENTICAL',
      stages: [
        { stage: 'double', state: 'same' },
        { stage: 'sort', state: 'same' },
        { stage: 'use', state: 'same' },
      ],
    })
  } finally {
    await server.stop()
  }
})

it('what makes a pipeline come out other than another run of it is found by runs with differences undone', async () => {
  const project = await place.makeProject('other', files)
  const first = await place.repro(project)
  commitAll(project)
  writeFileSync(join(project, 'double.py'), files['double.py'].replace('* 2', '* 3'))
  writeFileSync(join(project, 'README'), 'It triples.\n')
  const second = await place.repro(project)
  const { stdout, stderr } = await place.call(project, ['runs', 'diff', first.run ?? '', second.run ?? '', '--explain', '--json'])
  const { explanation } = JSON.parse(stdout) as { readonly explanation: { readonly outcome: string; readonly causes: unknown } }
  expect(explanation, stderr).toMatchObject({ outcome: 'explained', causes: [{ status: 'confirmed', kind: 'code', subject: 'double.py' }] })
})

it('a stage that fails only in the repeat is named', async () => {
  const project = await place.makeProject('once', {
    in: '1\n',
    'dvc.yaml': `stages:\n  a:\n    cmd: test ! -e ${place.folder}/once-ran; touch ${place.folder}/once-ran; cp in a\n    deps: [in]\n    outs: [a]\n  b:\n    cmd: mkdir ${place.folder}/once-made && cp a b\n    deps: [a]\n    outs: [b]\n`,
  })
  for (const name of ['once-ran', 'once-made']) rmSync(join(place.folder, name), { recursive: true, force: true })
  const { run } = await place.repro(project)
  const { stdout, code } = await place.call(project, ['reproduce', run ?? '', '--no-control', '--json'])
  expect(code).toBe(3)
  expect(JSON.parse(stdout)).toMatchObject({ verdict: 'DIVERGED', why: expect.stringContaining("In the repeat, 'b' failed.") })
})
