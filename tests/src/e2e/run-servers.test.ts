import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createClient } from '@reprise/client'
import {
  createTemporaryFolder,
  findFreePort,
  findSmallDisk,
  mountSmallDisk,
  requirePart,
  startRepriseServer,
  type TemporaryFolder,
} from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reprise } from './reprise.ts'
import { awaitRun, readRecorded, runWrapped } from './running/run-command.ts'

const disk = requirePart('a small disk', findSmallDisk())

let folder: TemporaryFolder
beforeAll(async () => void (folder = await createTemporaryFolder('run-servers')))
afterAll(() => folder.remove())

function place(name: string): { readonly cwd: string; readonly spool: string; readonly parts: { store: string; artifacts: string } } {
  const base = join(folder.path, name)
  const cwd = join(base, 'work')
  mkdirSync(cwd, { recursive: true })
  return { cwd, spool: join(base, 'spool'), parts: { store: join(base, 'runs.db'), artifacts: join(base, 'artifacts') } }
}

describe('a command that is recorded', () => {
  it('runs without a server, says so in one line, and is sent later', async () => {
    const { cwd, spool, parts } = place('away')
    const url = `http://127.0.0.1:${await findFreePort()}`
    const command = { url, cwd, env: { REPRISE_SPOOL: spool }, options: ['-e', 'later', '--print-id'] }
    const { code, stdout, stderr } = await runWrapped(['sh', '-c', 'echo "run ${MLFLOW_RUN_ID:-none}"; exit 6'], command)
    expect(code).toBe(6)
    const [, id = ''] = /^run none\n([0-9a-f]{32})\n$/.exec(stdout.toString()) ?? []
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringContaining('waits in') as string])
    await using server = await startRepriseServer(parts)
    await reprise(['spool', 'sync', '--folder', spool, '--tracking-uri', server.url])
    const run = await readRecorded(createClient({ url: server.url }), id)
    expect(run).toMatchObject({ status: 'FAILED', record: { outcome: { exit_code: 6 } } })
    expect((await run.readArtifact('logs/stdout.txt')).toString()).toBe('run none\n')
  })

  it('ends as it would when the server dies in the middle, and nothing of it is lost', async () => {
    const { cwd, spool, parts } = place('dies')
    const server = await startRepriseServer(parts)
    const command = { url: server.url, cwd, env: { REPRISE_SPOOL: spool }, options: ['-e', 'dies'] }
    const script = 'while [ ! -e go ]; do sleep 0.05; done; echo done; echo x > made.txt; exit 7'
    const ended = runWrapped(['sh', '-c', script], command)
    const { id } = await awaitRun(server.url, 'dies')
    await server.kill9()
    mkdirSync(join(cwd, 'go'))
    expect(await ended).toMatchObject({ code: 7, stdout: Buffer.from('done\n') })
    await using again = await startRepriseServer(parts)
    await reprise(['spool', 'sync', '--folder', spool, '--tracking-uri', again.url])
    const run = await readRecorded(createClient({ url: again.url }), id)
    expect(run).toMatchObject({ status: 'FAILED', record: { outcome: { exit_code: 7 }, outputs: [{ path: 'made.txt' }] } })
    expect((await run.readArtifact('outputs/made.txt')).toString()).toBe('x\n')
    expect(existsSync(spool) ? readdirSync(spool) : []).toEqual([])
  })

  it('is not kept waiting by a server that never answers', async () => {
    const { cwd } = place('hangs')
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as { port: number }
    const { code, stdout } = await runWrapped(['sh', '-c', 'echo ran; exit 2'], { url: `http://127.0.0.1:${port}`, cwd })
    expect([code, stdout.toString()]).toEqual([2, 'ran\n'])
    silent.close()
  })

  it('runs when the server refuses the run, and when nothing can be written anywhere', async () => {
    const { cwd, parts } = place('refused')
    await using server = await startRepriseServer(parts)
    const refused = await runWrapped(['echo', 'ran'], { url: server.url, cwd, options: ['--tag', `${'k'.repeat(5_000)}=v`] })
    expect(refused.stdout.toString()).toBe('ran\n')
    writeFileSync(join(cwd, 'file'), '')
    const none = join(cwd, 'file', 'none')
    const nowhere = { TMPDIR: none, XDG_CACHE_HOME: none, REPRISE_SPOOL: none }
    const full = await runWrapped(['sh', '-c', 'echo ran; exit 9'], { url: server.url, cwd, env: nowhere })
    expect([full.code, full.stdout.toString()]).toEqual([9, 'ran\n'])
  })

  it.skipIf(disk.missing)(`runs on a disk that is full${disk.note}`, async () => {
    const { cwd, parts } = place('full')
    await using server = await startRepriseServer(parts)
    using small = await mountSmallDisk(join(folder.path, 'small'))
    small.fill()
    const env = { TMPDIR: small.path, REPRISE_SPOOL: join(small.path, 'spool'), XDG_CACHE_HOME: small.path, NODE_COMPILE_CACHE: '' }
    const args = ['run', '--tracking-uri', server.url, '-e', 'full', '--', 'sh', '-c', 'echo out; exit 5']
    expect(await reprise(args, { cwd, env, within: small.within })).toMatchObject({ code: 5, stdout: 'out\n' })
    expect(await awaitRun(server.url, 'full')).toMatchObject({ status: 'FAILED', record: { outcome: { exit_code: 5 } } })
  })

  it('goes into a folder where there is no server', async () => {
    const { cwd } = place('folder')
    const { code, stdout, stderr } = await runWrapped(['echo', 'ran'], { url: './runs', cwd, options: ['--name', 'in-folder'] })
    expect([code, stdout.toString(), stderr]).toEqual([0, 'ran\n', ''])
    const listed = await reprise(['runs', 'list', '--tracking-uri', './runs', '--json'], { cwd })
    expect(listed.stdout).toContain('in-folder')
  })
})
