import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@reprise/client'
import {
  createTemporaryFolder,
  findFreePort,
  findSmallDisk,
  mountSmallDisk,
  repositoryFolder,
  requirePart,
  startRepriseServer,
  type TemporaryFolder,
} from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bareEnvironment, fromSource, reprise, startReprise, untilOutput } from './reprise.ts'
import { findWithoutPrivileges } from './without-privileges.ts'

const ordinary = findWithoutPrivileges()
const user = requirePart('an ordinary user', ordinary)
const disk = requirePart('a small disk', findSmallDisk())

let folder: TemporaryFolder
beforeAll(async () => void (folder = await createTemporaryFolder('server')))
afterAll(() => folder.remove())
const inFolder = (name: string): string => join(folder.path, name)

describe('the server', () => {
  it('says where it is when it answers, and stops on SIGTERM with all it has acknowledged', async () => {
    const store = inFolder('stops.db')
    const server = await startReprise(['server', '--port', '0', '--store', store])
    const output = await untilOutput(server, /Ctrl-C stops it\.\n/)
    expect(output).toMatch(
      /^Reprise is running at http:\/\/127\.0\.0\.1:\d+\nRuns are kept in .*stops\.db, artifacts in .*stops-artifacts\. Ctrl-C stops it\.\n$/,
    )
    const url = /http:\S+/.exec(output)?.[0] ?? ''
    expect(await (await fetch(`${url}/health`)).text()).toBe('OK')
    const { experiment_id: id } = await createClient({ url }).createExperiment({ name: 'kept' })
    expect(await server.stop()).toBe(0)
    expect(server.output()).toBe(output)

    const again = await startReprise(['server', '--port', '0', '--store', store, '--json'])
    const about = JSON.parse(await untilOutput(again, /\n$/)) as { url: string; pid: number }
    expect(about).toEqual({
      url: expect.stringMatching(/^http:/),
      store,
      artifacts: inFolder('stops-artifacts'),
      pid: again.pid,
      version: '0.1.0',
    })
    expect((await createClient({ url: about.url }).getExperiment({ experiment_id: id })).experiment.name).toBe('kept')
    expect(await again.stop({ signal: 'SIGINT' })).toBe(0)
  })

  it('ends with one line and exit code 1 when its store can do no more, and has all it acknowledged after the next start', async () => {
    const store = inFolder('dies.db')
    const preload = new URL('testing/kill-writer.mjs', import.meta.url).href
    const server = await startReprise(['server', '--port', '0', '--store', store, '--log-level', 'silent'], {
      env: { NODE_OPTIONS: `--import=${preload}` },
    })
    const start = await untilOutput(server, /Ctrl-C stops it\.\n/)
    const client = createClient({ url: /http:\S+/.exec(start)?.[0] ?? '', retries: 0 })
    const ids = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => (await client.createExperiment({ name: `e${index}` })).experiment_id),
    )
    server.kill('SIGUSR2')
    expect(await server.exited).toBe(1)
    expect(server.output()).toBe(
      `${start}reprise: The server stopped, because its store did: The writer thread of the store ended. Start the server again: what it acknowledged is kept.\n`,
    )
    await using again = await startRepriseServer({ store, artifacts: inFolder('dies-artifacts') })
    const { experiments } = await createClient({ url: again.url }).searchExperiments({ max_results: 100 })
    expect(experiments.map(({ experiment_id: id }) => id)).toEqual(expect.arrayContaining(ids))
  })

  it('that is slow to stop ends at once on a second Ctrl-C', async () => {
    const server = await startReprise(['server', '--port', '0', '--store', inFolder('slow.db'), '--artifacts', inFolder('slow')])
    const url = /http:\S+/.exec(await untilOutput(server, /running at \S+\n/))?.[0] ?? ''
    const body = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(10)) })
    const upload = fetch(`${url}/api/2.0/mlflow-artifacts/artifacts/endless`, { method: 'PUT', body, duplex: 'half' }).catch(
      (error: unknown) => error,
    )
    const files = () => readdirSync(inFolder('slow'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    await expect.poll(() => files().length).toBe(1)
    server.kill('SIGINT')
    // A connection that is open already may still be answered.
    await expect.poll(() => isListening(Number(new URL(url).port)), { timeout: 7_000 }).toBe(false)
    // Within half a second it is one press.
    await sleep(600)
    server.kill('SIGINT')
    expect(await server.exited).toBe(130)
    await upload
  })

  it.each([
    ['in a clone', [join(repositoryFolder, 'apps', 'cli', 'bin', 'reprise.mjs')]],
    ['where it is installed', fromSource],
  ])('stops when npm, which started it in a shell, is stopped: %s', async (_where, program) => {
    const port = await findFreePort()
    const command = [process.execPath, ...program, 'server', '--port', String(port), '--store', 'npm.db']
      .map((word) => `'${word}'`)
      .join(' ')
    const shell = spawn('/bin/sh', ['-c', `${command}; true`], {
      cwd: folder.path,
      env: { ...bareEnvironment(), npm_command: 'exec' },
      stdio: 'ignore',
    })
    await untilHealth(port, true)
    shell.kill('SIGTERM')
    await untilHealth(port, false)
  })
})

describe('a server that can not start says in one line what to do', () => {
  const startIn = async (within: readonly string[], ...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await reprise(['server', '--port', '0', ...args], { cwd: folder.path, within })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr.trimEnd()).not.toContain('\n')
    return stderr
  }
  const start = (...args: string[]): Promise<string> => startIn([], ...args)

  it('the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as AddressInfo
    expect(await start('--port', String(port), '--store', 'taken.db')).toBe(
      `reprise: Port ${port} of 127.0.0.1 is taken by another program. Choose another with --port, or --port 0 for any free one.\n`,
    )
    const asJson = await reprise(['server', '--port', String(port), '--store', inFolder('taken.db'), '--json'])
    expect(JSON.parse(asJson.stderr)).toMatchObject({ error_code: 'RESOURCE_CONFLICT', hint: expect.stringContaining('--port') })
    other.close()
    expect(readdirSync(folder.path).filter((name) => name.startsWith('taken'))).toEqual([])
  })

  it('another server has the store', async () => {
    const holder = await startReprise(['server', '--port', '0', '--store', inFolder('held.db')])
    await untilOutput(holder, /running at/)
    expect(await start('--store', 'held.db')).toBe(
      `reprise: ${inFolder('held.db')} is in use by process ${holder.pid}. A store belongs to one server: connect to that server, or stop it first.\n`,
    )
    const fsck = await reprise(['store', 'fsck', '--store', inFolder('held.db')])
    expect(fsck.stderr).toBe(
      `reprise: ${inFolder('held.db')} is in use by process ${holder.pid}. If that is a server, have it do the work: --tracking-uri http://HOST:PORT\n`,
    )
    await holder.stop()
  })

  it('the address is not of this machine', async () => {
    expect(await start('--host', '192.0.2.1', '--store', 'elsewhere.db')).toBe(
      'reprise: This machine has no address 192.0.2.1. Use --host 127.0.0.1 for this machine alone, 0.0.0.0 for all networks.\n',
    )
    expect(readdirSync(folder.path).filter((name) => name.startsWith('elsewhere'))).toEqual([])
  })

  it('the store is a folder, or a file of something else', async () => {
    writeFileSync(inFolder('letter.db'), 'Dear reader, this is no database, and it is long enough to be sure of that.')
    expect(await start('--store', folder.path)).toBe(
      `reprise: ${folder.path} is a folder, and a store is a file. Name a file in it: --store ${inFolder('reprise.db')}\n`,
    )
    expect(await start('--store', 'letter.db')).toBe(
      `reprise: ${inFolder('letter.db')} is not a store of Reprise. Name another file, or move this one away: it has not been changed.\n`,
    )
  })

  it('PostgreSQL does not answer', async () => {
    const port = await findFreePort()
    const said = await start('--store', `postgresql://me:secret@127.0.0.1:${port}/runs`)
    expect(said).toMatch(
      new RegExp(`^reprise: postgresql://me@127\\.0\\.0\\.1:${port}/runs can not be reached: .*ECONNREFUSED.* Check host and port`),
    )
    expect(said).not.toContain('secret')
  })

  it.skipIf(user.missing)(`a folder may not be written${user.note}`, async () => {
    mkdirSync(inFolder('closed'))
    chmodSync(inFolder('closed'), 0o555)
    const startAsUser = (...args: string[]): Promise<string> => startIn(ordinary.within, ...args)
    expect(await startAsUser('--store', inFolder('closed/runs.db'))).toBe(
      `reprise: ${inFolder('closed/runs.db')} can not be written. Give the user that runs Reprise write access to the file and its folder.\n`,
    )
    expect(await startAsUser('--store', inFolder('open/runs.db'), '--artifacts', inFolder('closed/artifacts'))).toBe(
      `reprise: The artifact folder ${inFolder('closed/artifacts')} can not be written. Name another with --artifacts, or give the user that runs Reprise write access.\n`,
    )
  })

  it.skipIf(disk.missing)(`the disk is full${disk.note}`, async () => {
    using small = await mountSmallDisk(inFolder('small'))
    small.fill()
    expect(await startIn(small.within, '--store', join(small.path, 'runs.db'), '--artifacts', inFolder('a'))).toBe(
      `reprise: There is no space left for ${join(small.path, 'runs.db')}. Free some space on its disk: the store goes on by itself.\n`,
    )
    small.makeReadOnly()
    expect(await startIn(small.within, '--store', join(small.path, 'other.db'), '--artifacts', inFolder('a'))).toMatch(
      /other\.db can not be written\. Give the user/,
    )
    expect(await startIn(small.within, '--store', inFolder('fine.db'), '--artifacts', small.path)).toBe(
      `reprise: The artifact folder ${small.path} can not be written. Name another with --artifacts, or give the user that runs Reprise write access.\n`,
    )
  })
})

it.skipIf(disk.missing)(
  `a server whose disk fills up refuses writes, keeps reading, and goes on when there is space${disk.note}`,
  async () => {
    using small = await mountSmallDisk(inFolder('filling'))
    const places = ['--store', join(small.path, 'runs.db'), '--artifacts', join(small.path, 'artifacts')]
    const server = await startReprise(['server', '--port', '0', ...places], { within: small.within })
    const url = /http:\S+/.exec(await untilOutput(server, /running at \S+\n/))?.[0] ?? ''
    const client = createClient({ url, retries: 0 })
    const { experiment_id: id } = await client.createExperiment({ name: 'before' })
    small.fill()
    let refusal: unknown
    let made = 0
    for (; made < 2_000 && refusal === undefined; made++)
      await client
        .setExperimentTag({ experiment_id: id, key: `k${made}`, value: 'x'.repeat(5_000) })
        .catch((error: unknown) => (refusal = error))
    expect(refusal).toMatchObject({
      code: 'TEMPORARILY_UNAVAILABLE',
      message: expect.stringContaining('no space left'),
      hint: expect.stringContaining('Free some space'),
    })
    expect((await client.getExperiment({ experiment_id: id })).experiment.tags).toHaveLength(made - 1)
    small.empty()
    await client.setExperimentTag({ experiment_id: id, key: 'after', value: 'y' })
    expect((await client.getExperiment({ experiment_id: id })).experiment.tags).toHaveLength(made)
    expect(await server.stop()).toBe(0)
  },
)

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
}

async function untilHealth(port: number, wanted: boolean): Promise<void> {
  for (;;) {
    const isThere = await fetch(`http://127.0.0.1:${port}/health`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isThere === wanted) return
    await sleep(50)
  }
}
