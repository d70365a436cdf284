import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { createTemporaryFolder, repositoryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listCodeBlocks } from '../newcomer/code-blocks.ts'
import { bareEnvironment, fromSource } from './reprise.ts'

const guide = readFileSync(join(repositoryFolder, 'docs/guides/pipelines-in-ci.md'), 'utf8')
const job = listCodeBlocks(guide).find(({ words }) => words.includes('pipeline'))?.code ?? ''

const pipeline = `stages:
  train:
    cmd: python3 train.py
    deps: [train.py, data]
    params: [lr]
    metrics: [metrics.json]
    outs: [model]
`
const training = `import json
lr = float(open('params.yaml').read().split(':')[1])
open('model', 'w').write(str(lr))
open('ran.log', 'a').write('x')
json.dump({'acc': 0.5 + lr}, open('metrics.json', 'w'))
`

describe('the job of the guide', () => {
  let place: TemporaryFolder
  let environment: NodeJS.ProcessEnv
  beforeAll(async () => {
    place = await createTemporaryFolder('pipelines-in-ci')
    const bin = join(place.path, 'bin')
    mkdirSync(bin)
    const command = [process.execPath, ...fromSource].map((word) => `'${word}'`).join(' ')
    writeFileSync(join(bin, 'reprise'), `#!/bin/sh\nexec ${command} "$@"\n`)
    chmodSync(join(bin, 'reprise'), 0o755)
    environment = {
      ...bareEnvironment(),
      PATH: bin + delimiter + String(process.env['PATH']),
      XDG_CACHE_HOME: join(place.path, 'cache'),
      REPRISE_TRACKING_URI: join(place.path, 'runs'),
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_AUTHOR_NAME: 'Test',
      GIT_AUTHOR_EMAIL: 'test@example.com',
      GIT_COMMITTER_NAME: 'Test',
      GIT_COMMITTER_EMAIL: 'test@example.com',
    }
    const files = {
      'dvc.yaml': pipeline,
      'train.py': training,
      'params.yaml': 'lr: 0.1\n',
      '.gitignore': '/ran.log\n/report.md\n',
      data: 'x',
    }
    mkdirSync(join(place.path, 'work'))
    for (const [name, content] of Object.entries(files)) writeFileSync(join(place.path, 'work', name), content)
    await shell(
      'work',
      `git init -q -b main . && reprise init -q && reprise remote add -q -d storage ../storage && reprise add -q data && reprise repro -q
       reprise push -q --run-cache && git add . && git commit -qm base && git checkout -q -b other
       printf 'lr: 0.25\\n' > params.yaml && printf y > data && reprise add -q data && reprise push -q && git commit -qam change`,
    )
    await shell('.', 'git clone -q --branch other work clone')
  })
  afterAll(() => place.remove())

  it('runs what has changed, keeps it in the remote, and says what it did to metrics, parameters and data', async () => {
    await shell('clone', job)
    const report = readFileSync(join(place.path, 'clone/report.md'), 'utf8')
    expect(report).toMatch(/^## Pipeline\n\nCompared with `origin\/main`\.\n/)
    expect(report).toMatch(/### Metrics\n\n(?:.*\n)+\| metrics\.json +\| acc +\| 0\.6 +\| 0\.75 +\| 0\.15 +\|\n/)
    expect(report).toMatch(/### Parameters\n\n(?:.*\n)+\| params\.yaml +\| lr +\| 0\.1 +\| 0\.25 +\|\n/)
    expect(report).toMatch(/### Data\n\n(?:.*\n)*\| modified +\| data +\|/)
    expect(readFileSync(join(place.path, 'clone/ran.log'), 'utf8')).toBe('x')
  })

  it('runs no stage again in the next job, which has what the remote keeps', async () => {
    await shell('.', 'git clone -q --branch other work second')
    const { stdout } = await shell('second', job)
    expect(stdout).toContain('is cached - skipping run, checking out outputs')
    expect(readFileSync(join(place.path, 'second/report.md'), 'utf8')).toContain('0.75')
    await expect(shell('second', 'test -e ran.log')).rejects.toMatchObject({ code: 1 })
  })

  it('ends with an error where a stage fails, and leaves no report', async () => {
    await shell('.', 'git clone -q --branch other work third')
    writeFileSync(join(place.path, 'third/train.py'), 'raise SystemExit(3)\n')
    await expect(shell('third', job)).rejects.toMatchObject({ stderr: expect.stringContaining('failed to reproduce') })
    await expect(shell('third', 'test -e report.md')).rejects.toMatchObject({ code: 1 })
  })

  it('says so where nothing changed', async () => {
    await shell('.', 'git clone -q --branch main work fourth')
    await shell('fourth', job)
    expect(readFileSync(join(place.path, 'fourth/report.md'), 'utf8').match(/No change\./g)).toHaveLength(3)
  })

  async function shell(folder: string, commands: string): Promise<{ stdout: string; stderr: string }> {
    return promisify(execFile)('/bin/sh', ['-euc', commands], { cwd: join(place.path, folder), env: environment })
  }
})
