// Commands that do what few do: the command must end as it would alone, and the record must say what is not known.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, type RunningRepriseServer, startRepriseServer, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromSource } from './reprise.ts'
import { awaitRun, record, runWrapped } from './running/run-command.ts'

let folder: TemporaryFolder
let server: RunningRepriseServer
beforeAll(async () => {
  folder = await createTemporaryFolder('run-odd')
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

describe('a command', () => {
  it('that closes its streams keeps its exit code', async () => {
    const { code, stdout } = await runWrapped(['sh', '-c', 'echo first; exec 1>&- 2>&-; exit 3'], place('closed'))
    expect([code, stdout.toString()]).toEqual([3, 'first\n'])
  })

  it('that makes more files than are kept has all of them described', async () => {
    const script = "import os; os.mkdir('o'); [open(f'o/{n}', 'w').write(str(n)) for n in range(1200)]"
    const { outputs } = (await record(['python3', '-c', script], place('many'))).record
    expect(outputs.length).toBe(1_200)
    expect(outputs.filter(({ kept }) => kept !== undefined).length).toBe(1_000)
    expect(outputs.find(({ kept }) => kept === undefined)?.not_kept).toBe('More than 1000 files are not kept.')
  })

  it('that is `reprise run` itself makes a child of the run around it', async () => {
    const where = place('nested')
    const inner = [process.execPath, ...fromSource, 'run', '--print-id', '--', 'echo', 'inner']
    const outer = await record(inner, where)
    const id = outer.wrapped.stdout.toString().split('\n')[1] ?? ''
    expect(outer.wrapped.stdout.toString()).toBe(`inner\n${id}\n`)
    const found = await fetch(`${server.url}/api/2.0/mlflow/runs/get?run_id=${id}`)
    expect(await found.text()).toContain(outer.id)
  })

  it('in Node.js has no packages of Python, unless it starts a Python', async () => {
    const where = place('node')
    const packagesOf = async (script: string): Promise<Set<string>> =>
      new Set((await record(['node', '-e', script], where)).record.environment.packages.map(({ ecosystem }) => ecosystem))
    expect(await packagesOf("require('fs')")).not.toContain('python')
    expect(await packagesOf("require('child_process').execFileSync('python3', ['-c', 'import json'])")).toContain('python')
  })

  it('of a compiled program tells of thirty things and more, captured or not with why', async () => {
    const where = place('compiled')
    writeFileSync(join(where.cwd, 'a.c'), '#include <stdio.h>\nint main(void) { puts("compiled"); return 0; }\n')
    execFileSync('sh', ['-c', 'cc -o a a.c'], { cwd: where.cwd })
    const { items, environment, code } = (await record(['./a'], { ...where, env: { PATH: '/usr/bin:/bin' } })).record
    expect(items.length).toBeGreaterThanOrEqual(30)
    expect(items.filter(({ status, detail }) => status !== 'CAPTURED' && (detail ?? '') === '')).toEqual([])
    expect(environment.system).toHaveProperty('platform')
    expect(code.kind).not.toBe('GIT')
  })
})

describe('files', () => {
  it('with names that are not UTF-8 are found and digested', async () => {
    const where = place('names')
    const script = String.raw`open(b'caf\xe9.bin', 'wb').write(open(b'in\xff', 'rb').read())`
    writeFileSync(Buffer.concat([Buffer.from(`${where.cwd}/in`), Buffer.from([0xff])]), 'odd')
    const { inputs, outputs } = (await record(['python3', '-c', script], where)).record
    const odd = { sha256: createHash('sha256').update('odd').digest('hex'), not_kept: 'Its name is not UTF-8.' }
    expect(inputs).toMatchObject([{ path: String.raw`in\xff`, ...odd }])
    expect(outputs).toMatchObject([{ path: String.raw`caf\xe9.bin`, ...odd }])
  })

  it('that `tee` makes of the output are no outputs, but those of other programs are', async () => {
    const where = place('tee')
    const main = [process.execPath, ...fromSource].map((word) => `'${word}'`).join(' ')
    const run = `${main} run --tracking-uri ${server.url} -e tee -- sh -c 'echo 1; echo 2 > made.txt'`
    execFileSync('bash', ['-c', `${run} 2>&1 | tee log.txt`], { cwd: where.cwd, env: { ...process.env, REPRISE_SPOOL: 'off' } })
    expect((await awaitRun(server.url, 'tee')).record.outputs.map(({ path }) => path)).toEqual(['made.txt'])
  })
})

it('leaves nothing behind in the folder for temporary files', async () => {
  const where = place('clean')
  execFileSync('git', ['init', '-q'], { cwd: where.cwd })
  const temporary = mkdtempSync(join(folder.path, 'tmp-'))
  expect((await record(['sh', '-c', 'exit 0'], { ...where, env: { TMPDIR: temporary } })).status).toBe('FINISHED')
  expect(readdirSync(temporary)).toEqual([])
})
