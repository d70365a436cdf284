// What other trackers got wrong, each under the issue that tells of it: run with a real server, and read back as a stranger would.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { createTemporaryFolder, type RunningRepriseServer, startRepriseServer, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { reprise, results } from './reprise.ts'
import { record } from './running/run-command.ts'

let folder: TemporaryFolder
let server: RunningRepriseServer
beforeAll(async () => {
  folder = await createTemporaryFolder('run-pitfalls')
  server = await startRepriseServer({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts') })
})
afterAll(async () => {
  await server.stop()
  await folder.remove()
})

function place(name: string): { readonly url: string; readonly cwd: string } {
  const cwd = join(folder.path, name, 'work')
  mkdirSync(cwd, { recursive: true })
  return { url: server.url, cwd }
}

function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], {
    cwd,
    stdio: 'pipe',
    encoding: 'utf8',
  }).trim()
}

/** Restores a run where nothing is left of the original. */
async function restore(id: string, name: string): Promise<string> {
  const target = join(folder.path, name, 'restored')
  await results(['restore', id, target, '--tracking-uri', server.url])
  return target
}

const binary = Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 7) % 256))

it('wandb#11155, wandb#3932: changes of binary files, modes and names come back to the byte', async () => {
  const where = place('binary')
  const { cwd } = where
  git(cwd, 'init', '-q')
  for (const name of ['model.bin', 'renamed.bin']) writeFileSync(join(cwd, name), binary)
  writeFileSync(join(cwd, 'tool.sh'), '#!/bin/sh\necho tool\n')
  git(cwd, 'add', '-A')
  git(cwd, 'commit', '-qm', 'first')
  writeFileSync(join(cwd, 'model.bin'), binary.toReversed())
  git(cwd, 'mv', 'renamed.bin', 'other.bin')
  chmodSync(join(cwd, 'tool.sh'), 0o755)
  const { id } = await record(['./tool.sh'], where)
  rmSync(cwd, { recursive: true })
  const restored = await restore(id, 'binary')
  expect(readFileSync(join(restored, 'model.bin'))).toEqual(Buffer.from(binary.toReversed()))
  expect(readFileSync(join(restored, 'other.bin'))).toEqual(binary)
  expect(execFileSync(join(restored, 'tool.sh'), { encoding: 'utf8' })).toBe('tool\n')
})

it('clearml#287, dvc#5801: code that is untracked, or committed and never pushed, is not lost', async () => {
  const where = place('unpushed')
  const { cwd } = where
  const origin = join(folder.path, 'unpushed', 'origin.git')
  git(folder.path, 'init', '-q', '--bare', origin)
  git(cwd, 'init', '-q', '-b', 'main')
  writeFileSync(join(cwd, 'pushed.py'), 'x = 1\n')
  git(cwd, 'add', '-A')
  git(cwd, 'commit', '-qm', 'pushed')
  git(cwd, 'remote', 'add', 'origin', origin)
  git(cwd, 'push', '-q', 'origin', 'main')
  writeFileSync(join(cwd, 'unpushed.py'), 'y = 2\n')
  git(cwd, 'add', '-A')
  git(cwd, 'commit', '-qm', 'never pushed')
  writeFileSync(join(cwd, 'untracked.py'), 'from pushed import x; from unpushed import y; print(x + y)\n')
  const commit = git(cwd, 'rev-parse', 'HEAD')
  const run = await record(['python3', 'untracked.py'], where)
  for (const lost of [cwd, origin]) rmSync(lost, { recursive: true })
  const restored = await restore(run.id, 'unpushed')
  expect(git(restored, 'rev-parse', 'HEAD')).toBe(commit)
  expect(execFileSync('python3', ['untracked.py'], { cwd: restored, encoding: 'utf8' })).toBe('3\n')
})

it('wandb#817: a secret on the command line is not uploaded, and is asked for when the run is repeated', async () => {
  const secret = ['not', 'to', 'be', 'told', '77'].join('-')
  const run = await record(['sh', '-c', 'test -n "$2"', 'sh', '--api-key', secret], place('secret'))
  expect(JSON.stringify([run.record, run.tags, run.params])).not.toContain(secret)
  expect(run.record.command.secrets).toEqual([{ place: 'argv[5]', name: 'API_KEY' }])
})

it('mlflow#10525: packages are those that are installed when the command runs, not those of a former run', async () => {
  const where = place('installed')
  const venv = join(where.cwd, '..', 'venv')
  execFileSync('python3', ['-m', 'venv', '--without-pip', venv])
  const python = join(venv, 'bin', 'python')
  const site = execFileSync(python, ['-c', "import sysconfig; print(sysconfig.get_paths()['purelib'])"], { encoding: 'utf8' }).trim()
  const versions: (string | undefined)[] = []
  for (const version of ['1.0', '2.0']) {
    rmSync(join(site, 'thing-1.0.dist-info'), { recursive: true, force: true })
    mkdirSync(join(site, `thing-${version}.dist-info`))
    writeFileSync(join(site, `thing-${version}.dist-info`, 'METADATA'), `Metadata-Version: 2.1\nName: thing\nVersion: ${version}\n`)
    const run = await record([python, '-c', 'pass'], where)
    versions.push(run.record.environment.packages.find(({ name }) => name === 'thing')?.version)
  }
  expect(versions).toEqual(['1.0', '2.0'])
})

it('dvc#1667: a repetition runs the command, though its output lies there', async () => {
  const run = await record(['sh', '-c', 'cat /proc/sys/kernel/random/uuid > out.txt'], place('cached'))
  const { stdout } = await reprise(['reproduce', run.id, '--json', '--tracking-uri', server.url], { env: { REPRISE_SPOOL: 'off' } })
  const report = JSON.parse(stdout) as { verdict: string; items: readonly { name: string; rung: string }[] }
  expect(report.verdict).not.toBe('BIT_IDENTICAL')
  expect(report.items.find(({ name }) => name.includes('out.txt'))?.rung).toBe('different')
}, 240_000)

it('a metadata service and an nvidia-smi that hang hold nothing up, and the record says so', async () => {
  const where = place('hanging')
  const tools = join(folder.path, 'hanging', 'tools')
  mkdirSync(tools)
  writeFileSync(join(tools, 'nvidia-smi'), "#!/bin/sh\ntrap '' TERM INT\nsleep 60\n")
  chmodSync(join(tools, 'nvidia-smi'), 0o755)
  const silent = createServer(() => undefined).listen(0, '127.0.0.1')
  const env = { PATH: `${tools}${delimiter}${process.env['PATH'] ?? ''}` }
  const run = await record(['sh', '-c', 'echo quick'], { ...where, env })
  silent.close()
  const items = new Map(run.record.items.map((item) => [item.name, item]))
  expect(run.status).toBe('FINISHED')
  expect(run.record.outcome?.duration).toBeLessThan(30_000)
  expect(items.get('gpu.devices')).toMatchObject({ status: 'TIMED_OUT' })
  expect(items.get('cloud.provider')).toMatchObject({ status: 'SKIPPED' })
  expect(items.get('cpu.model')).toMatchObject({ status: 'CAPTURED' })
}, 240_000)

it('mlflow datasets: a change behind the first 10,000 rows changes the digest of an input', async () => {
  const where = place('rows')
  const rows = Array.from({ length: 20_000 }, (_, row) => `${row},${row * 2}`)
  const digests: string[] = []
  for (const last of ['19999,1', '19999,2']) {
    const text = [...rows.slice(0, -1), last, ''].join('\n')
    writeFileSync(join(where.cwd, 'data.csv'), text)
    const run = await record(['python3', '-c', "print(len(open('data.csv').readlines()))"], where)
    const input = run.record.inputs.find(({ path }) => path === 'data.csv')
    expect(input?.sha256).toBe(createHash('sha256').update(text).digest('hex'))
    digests.push(input?.sha256 ?? '')
  }
  expect(new Set(digests).size).toBe(2)
})

it('conda: no line of an export names a file of this machine', async () => {
  const where = place('conda')
  const prefix = join(folder.path, 'conda', 'env')
  mkdirSync(join(prefix, 'conda-meta'), { recursive: true })
  writeFileSync(join(prefix, 'conda-meta', 'history'), '')
  for (const [name, url] of [
    ['numpy', 'https://conda.anaconda.org/conda-forge/linux-64/numpy-2.0.0-py311_0.conda'],
    ['local', 'file:///home/ada/builds/local-1.0-0.tar.bz2'],
  ] as const) {
    const package_ = { name, version: '1.0', build: '0', url, sha256: 'a'.repeat(64) }
    writeFileSync(join(prefix, 'conda-meta', `${name}-1.0-0.json`), JSON.stringify(package_))
  }
  const run = await record(['sh', '-c', 'true'], { ...where, env: { CONDA_PREFIX: prefix } })
  const exported = (await run.readArtifact('environment/conda_packages.txt')).toString()
  expect(exported).toContain('local')
  expect(`${exported}${JSON.stringify(run.record.environment.packages)}`).not.toContain('file:')
})
