import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createClient } from '@reprise/client'
import {
  createTemporaryFolder,
  ensurePython,
  findProgram,
  pythonSets,
  repositoryFolder,
  requirePart,
  type RunningRepriseServer,
  startRepriseServer,
  type TemporaryFolder,
} from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { record } from './running/run-command.ts'
import { findTerminal, onTerminal } from './terminal.ts'

const CC = 'cc'
const mlflow = await ensurePython(pythonSets['mlflow-3-skinny'])
const python = requirePart('mlflow-3-skinny', mlflow)
const strace = requirePart('strace', await findProgram('strace'))
const terminal = requirePart('a terminal', findTerminal())
const compiler = requirePart('a C compiler', await findProgram(CC))

let folder: TemporaryFolder
let server: RunningRepriseServer
beforeAll(async () => {
  folder = await createTemporaryFolder('run-clients')
  server = await startRepriseServer({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts') })
})
afterAll(async () => {
  await server.stop()
  await folder.remove()
})

function place(name: string): { readonly url: string; readonly cwd: string } {
  const cwd = join(folder.path, name)
  mkdirSync(cwd, { recursive: true })
  return { url: server.url, cwd }
}

function withPython(): string {
  if (mlflow.reason !== undefined) throw new Error(mlflow.reason)
  return mlflow.python
}

describe.skipIf(python.missing)(`Python with mlflow${python.note}`, () => {
  it('logs into the run of the command, whose exit code has the last word', async () => {
    const where = place('mlflow')
    writeFileSync(
      join(where.cwd, 'train.py'),
      `import mlflow
mlflow.set_experiment('spirals')
with mlflow.start_run() as run:
    mlflow.log_param('lr', 0.1)
    mlflow.log_metric('loss', 0.5, step=3)
    mlflow.log_text('note', 'note.txt')
    print(run.info.run_id)
raise SystemExit(4)
`,
    )
    const run = await record([withPython(), 'train.py'], {
      ...where,
      options: ['-e', 'spirals'],
      env: { MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT: 'true', MLFLOW_DISABLE_TELEMETRY: 'true', GIT_PYTHON_REFRESH: 'quiet' },
    })
    expect(run.wrapped.stdout.toString()).toBe(`${run.id}\n`)
    expect(run.wrapped.code).toBe(4)
    expect(run.status).toBe('FAILED')
    expect(run.params).toMatchObject({ lr: '0.1' })
    expect((await run.readArtifact('note.txt')).toString()).toBe('note')
    const client = createClient({ url: server.url })
    expect((await client.getMetricHistory({ run_id: run.id, metric_key: 'loss' })).metrics).toMatchObject([{ value: 0.5, step: 3 }])
  })

  it('that names an experiment of its own makes a run there, as it would alone, and a child of this one', async () => {
    const where = place('other-experiment')
    const script = `import mlflow
mlflow.set_experiment('elsewhere')
with mlflow.start_run() as run:
    mlflow.log_param('lr', 0.2)
print(run.info.run_id)`
    const env = { MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT: 'true', MLFLOW_DISABLE_TELEMETRY: 'true', GIT_PYTHON_REFRESH: 'quiet' }
    const run = await record([withPython(), '-c', script], { ...where, env })
    expect(run.wrapped.code).toBe(0)
    const own = run.wrapped.stdout.toString().trim()
    expect(own).not.toBe(run.id)
    const { run: found } = await createClient({ url: server.url }).getRun({ run_id: own })
    expect(found.data?.tags).toContainEqual({ key: 'mlflow.parentRunId', value: run.id })
    expect(found.data?.params).toContainEqual({ key: 'lr', value: '0.2' })
    expect(run.status).toBe('FINISHED')
  })
})

describe('Python', () => {
  it('sees what it would see without us, its own sitecustomize included', async () => {
    const where = place('sitecustomize')
    mkdirSync(join(where.cwd, 'site'))
    writeFileSync(join(where.cwd, 'site', 'sitecustomize.py'), 'import builtins\nbuiltins.mine = 41\n')
    writeFileSync(
      join(where.cwd, 'show.py'),
      'import json, sys; print(json.dumps([sys.path, getattr(__builtins__, "mine", None), sys.argv]))',
    )
    const env = { PYTHONPATH: join(where.cwd, 'site') }
    const alone = execFileSync('python3', ['show.py', 'a'], { cwd: where.cwd, env: { ...process.env, ...env } }).toString()
    expect((await record(['python3', 'show.py', 'a'], { ...where, env })).wrapped.stdout.toString()).toBe(alone)
    expect(alone).toContain('41')
  })

  it('in processes that fork, spawn and end at once tells of all files', async () => {
    const where = place('processes')
    for (const name of ['a', 'b', 'c']) writeFileSync(join(where.cwd, `${name}.txt`), name)
    writeFileSync(
      join(where.cwd, 'work.py'),
      `import os, subprocess, sys
if os.fork() == 0:
    open('a.txt').read()
    os._exit(0)
os.wait()
subprocess.run([sys.executable, '-c', "open('b.txt').read()"], check=True)
open('c.txt').read()
os.kill(os.getpid(), 9)
`,
    )
    const run = await record(['python3', 'work.py'], where)
    expect(run.record.inputs.map(({ path }) => path).toSorted()).toEqual(['a.txt', 'b.txt', 'c.txt'])
    expect(run.wrapped.code).toBe(137)
  })
})

describe('Node.js', () => {
  it('with our SDK logs into the run of the command, and keeps the options that it had', async () => {
    const where = place('sdk')
    symlinkSync(join(repositoryFolder, 'node_modules'), join(where.cwd, 'node_modules'))
    writeFileSync(join(where.cwd, 'before.cjs'), 'globalThis.mine = 41')
    writeFileSync(
      join(where.cwd, 'train.mjs'),
      `import { startRun } from '@reprise/sdk'
const run = await startRun()
run.logParam('lr', 0.1)
await run.end()
console.log(run.id, globalThis.mine)
`,
    )
    const run = await record([process.execPath, '--conditions=@reprise/source', 'train.mjs'], {
      ...where,
      env: { NODE_OPTIONS: '--require=./before.cjs --no-warnings', REPRISE_SPOOL: join(where.cwd, 'spool') },
    })
    expect(run.wrapped.stdout.toString()).toBe(`${run.id} 41\n`)
    expect(run.params).toMatchObject({ lr: '0.1' })
    expect(run.status).toBe('FINISHED')
  })
})

it('finds the programs that the caller has, also through npx in a clone', async () => {
  const where = place('clone')
  const command = ['run', '--tracking-uri', server.url, '--', 'sh', '-c', 'echo "$PATH ${NODE_COMPILE_CACHE-none}"']
  const PATH = `${dirname(process.execPath)}:/usr/bin:/bin`
  const bootstrap = join(repositoryFolder, 'tools', 'bootstrap.mjs')
  const { stdout } = spawnSync(process.execPath, [bootstrap, 'apps/cli/src/main.ts', ...command], {
    cwd: where.cwd,
    env: { PATH, REPRISE_SPOOL: 'off' },
  })
  expect(stdout.toString()).toBe(`${PATH} none\n`)
})

describe.skipIf(strace.missing || compiler.missing)(`a C program${strace.note}${compiler.note}`, () => {
  it('under --trace tells what it reads and writes, and ends as it would', async () => {
    const where = place('c')
    const { cwd } = where
    writeFileSync(
      join(cwd, 'work.c'),
      `#include <stdio.h>
int main(void) {
  FILE *in = fopen("grid.bin", "r"), *out = fopen("result.bin", "w");
  fputc(fgetc(in), out);
  fclose(out);
  return 5;
}
`,
    )
    writeFileSync(join(cwd, 'grid.bin'), 'data')
    execFileSync(CC, ['work.c', '-o', 'work'], { cwd })
    const run = await record(['./work'], { ...where, options: ['--trace'] })
    expect(run.wrapped.code).toBe(5)
    expect(run.wrapped.stderr).toBe('')
    expect(run.record.inputs.map(({ path, known_by: by }) => [path, by])).toEqual(
      expect.arrayContaining([
        ['grid.bin', 'TRACE'],
        ['work', 'DECLARED'],
      ]),
    )
    expect(run.record.outputs.map(({ path }) => path)).toEqual(['result.bin'])
  })
})

it.skipIf(strace.missing)(`says of an input that was changed later that its bytes are not known${strace.note}`, async () => {
  const where = place('changed')
  writeFileSync(join(where.cwd, 'a.txt'), 'before')
  writeFileSync(join(where.cwd, 'go.sh'), 'cat a.txt\necho after > a.txt\n')
  const { record: recorded } = await record(['sh', 'go.sh'], { ...where, options: ['--trace'] })
  const input = recorded.inputs.find(({ path }) => path === 'a.txt')
  expect(input).toMatchObject({ known_by: 'TRACE', not_kept: expect.stringContaining('changed after it was read') as string })
  expect(input?.sha256).toBeUndefined()
  expect(recorded.items).toContainEqual(expect.objectContaining({ name: 'inputs.a.txt', status: 'FAILED' }))
})

describe.skipIf(terminal.missing)(`on a terminal${terminal.note}`, () => {
  it('a Ctrl-C reaches the command once, and standard input stays a terminal', async () => {
    const script = 'test -t 0 && echo tty; trap "echo got; n=1" INT; echo ready; sleep 2; sleep 1; exit 3'
    const options = ['--tracking-uri', server.url, '--no-capture', 'code,inputs,outputs,environment']
    const seen = await onTerminal(['run', ...options, '--', 'sh', '-c', script], {
      when: /ready/,
      type: '\u0003',
      env: { REPRISE_SPOOL: 'off' },
    })
    expect(seen.code).toBe(3)
    expect(seen.output.replace('^C', '')).toBe('tty\nready\ngot\n')
  })
})

it('says in a line that there is no strace', async () => {
  const where = place('no-strace')
  symlinkSync('/bin/sh', join(where.cwd, 'sh'))
  const run = await record(['sh', '-c', ':'], { ...where, options: ['--trace'], env: { PATH: where.cwd } })
  expect(run.wrapped.code).toBe(0)
  expect(run.wrapped.stderr).toContain('strace')
})
