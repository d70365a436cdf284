import { execFile } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Client, createClient } from '@reprise/client'
import {
  createTemporaryFolder,
  findPostgres,
  requirePart,
  type ReceivedMessage,
  type RunningReceiver,
  type RunningRepriseServer,
  startPostgres,
  startReceiver,
  startRepriseServer,
  type TemporaryFolder,
} from '@reprise/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const EVENTS = ['run.started', 'run.finished', 'run.failed', 'run.killed']
const RUNS = 20
const postgres = requirePart('PostgreSQL', findPostgres())

let folder: TemporaryFolder
let receiver: RunningReceiver
beforeEach(async () => {
  folder = await createTemporaryFolder('webhooks')
  receiver = await startReceiver()
})
afterEach(async () => {
  await receiver.stop()
  await folder.remove()
})

/** `timeout`: seconds that a receiver has; what a server that was killed had claimed on PostgreSQL is its own for a little longer. */
function start(store = join(folder.path, 'runs.db'), timeout = 5): Promise<RunningRepriseServer> {
  return startRepriseServer({ store, artifacts: join(folder.path, 'artifacts'), env: { REPRISE_WEBHOOK_TIMEOUT: String(timeout) } })
}

async function register(client: Client, url = receiver.url, secret?: string): Promise<string> {
  const { webhook } = await client.createWebhook({ name: 'hook', url, subscriptions: EVENTS, secret })
  return webhook.webhook_id
}

/** Starts and ends a run; what it causes is two events. */
async function makeRun(client: Client, name: string): Promise<void> {
  const { run } = await client.createRun({ experiment_id: '0', run_name: name, start_time: Date.now() })
  await client.updateRun({ run_id: run.info.run_id, status: 'FINISHED', end_time: Date.now() })
}

async function makeRuns(clients: readonly Client[], count: number, name: string): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, index) => makeRun(clients[index % clients.length]!, name)))
}

async function until(isTrue: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 60_000
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const idOf = ({ headers }: ReceivedMessage): string => String(headers['webhook-id'])
const taken = (): ReceivedMessage[] => receiver.received.filter(({ answered }) => answered === 200)

/** Every event arrived, and none again after it was answered with success. */
function expectEachOnce(count: number): void {
  const ids = taken().map(idOf)
  expect(ids).toHaveLength(count)
  expect(new Set(ids).size).toBe(count)
  expect(new Set(taken().map(({ json }) => `${json.data.run_id as string} ${json.event as string}`)).size).toBe(count)
}

async function kept(client: Client, state: 'PENDING' | 'DELIVERED'): Promise<number> {
  return (await client.listDeliveries({ state, max_results: 1_000 })).deliveries.length
}

describe('kill -9 of the server and a new start', () => {
  async function survive(store?: string): Promise<void> {
    let server = await start(store)
    let client = createClient({ url: server.url })
    // What comes later is refused until the server was killed; what came before is taken, and known to be.
    let isAway = false
    receiver.react = () => (isAway ? 503 : 200)
    await register(client)
    await makeRuns([client], RUNS, 'before')
    await until(async () => (await kept(client, 'DELIVERED')) === 2 * RUNS, 'the first events to be delivered')
    isAway = true
    await makeRuns([client], RUNS, 'after')
    await until(() => receiver.received.some(({ answered }) => answered === 503), 'an attempt')
    await server.kill9()
    // Nobody is there at all for the first attempts of the next server.
    await receiver.stop()
    server = await start(store)
    client = createClient({ url: server.url })
    expect(await kept(client, 'PENDING')).toBe(2 * RUNS)
    isAway = false
    await receiver.restart()
    await until(async () => (await kept(client, 'PENDING')) === 0, 'the outbox to be empty')
    expectEachOnce(4 * RUNS)
    await server.stop()
    server = await start(store)
    await makeRun(createClient({ url: server.url }), 'last')
    await until(() => taken().length >= 4 * RUNS + 2, 'the last events')
    expectEachOnce(4 * RUNS + 2)
    await server.stop()
  }

  it('loses no event and sends none again that was taken, on SQLite', () => survive())

  it.skipIf(postgres.missing)(`loses no event and sends none again that was taken, on PostgreSQL${postgres.note}`, async () => {
    await using database = await startPostgres()
    await survive(await database.createDatabase())
  })
})

describe.skipIf(postgres.missing)(`two servers on one PostgreSQL database${postgres.note}`, () => {
  it('send each event once, whichever of them made it', async () => {
    await using database = await startPostgres()
    const store = await database.createDatabase()
    await using one = await start(store)
    await using two = await start(store)
    const clients = [createClient({ url: one.url }), createClient({ url: two.url })] as const
    receiver.react = () => 200
    await register(clients[0])
    await makeRuns(clients, RUNS, 'shared')
    await until(async () => (await kept(clients[1], 'DELIVERED')) === 2 * RUNS, 'all events to be delivered')
    expectEachOnce(2 * RUNS)
  })
})

describe('a receiver that hangs', () => {
  it('is not waited for: not by a procedure, not by other receivers, not by the end of the server', async () => {
    // Longer than any test: what hangs is never given up.
    await using server = await start(undefined, 600)
    await using slow = await startReceiver()
    slow.react = () => 'hang'
    const client = createClient({ url: server.url })
    await register(client, slow.url)
    await register(client)
    const program = `
      import { configure, step, track } from '@reprise/sdk'
      configure({ trackingUri: ${JSON.stringify(server.url)}, spool: false })
      const closeIssue = track('close-issue', async ({ issue_number: issue }) => {
        step('merge')
        return issue + 1
      })
      console.log(await closeIssue({ issue_number: 123 }))
    `
    const args = ['--conditions=@reprise/source', '--input-type=module', '--eval', program]
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname })
    expect(stdout).toBe('124\n')
    const { deliveries } = await client.listDeliveries({})
    const { webhooks } = await client.listWebhooks({})
    const slowOne = webhooks.find(({ url }) => url === slow.url)
    expect(deliveries.filter(({ webhook_id: id }) => id === slowOne?.webhook_id)).toMatchObject([
      { event: 'run.finished', state: 'PENDING', attempts: 0 },
      { event: 'run.started', state: 'PENDING', attempts: 0 },
    ])
    await until(() => receiver.received.length === 2, 'the events of the other receiver')
    expect(receiver.received.map(({ json }) => json.event as string).toSorted()).toEqual(['run.finished', 'run.started'])
    await server.stop()
    expect(await server.exited).toBe(0)
  })
})

describe('hooks in the process', () => {
  it('that hang or throw leave a procedure its result, its error and its exit code', async () => {
    await using server = await start()
    const program = `
      import { addHooks, configure, track } from '@reprise/sdk'
      configure({ trackingUri: ${JSON.stringify(server.url)}, spool: false })
      const hang = () => new Promise(() => {})
      addHooks({ before: hang, after: hang, failed: hang, timeout: 50 })
      addHooks({ before() { throw new Error('odd') }, async after() { throw new Error('odd') }, failed: () => Promise.reject('odd') })
      console.log(await track('good', async () => 'result')())
      await track('bad', async () => { throw new RangeError('on purpose') })().catch((error) => console.log(error.name))
      process.exitCode = 7
    `
    const args = ['--conditions=@reprise/source', '--input-type=module', '--eval', program]
    const ended = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname }).catch((error: unknown) => error)
    expect(ended).toMatchObject({
      code: 7,
      stdout: 'result\nRangeError\n',
      stderr: expect.stringContaining("The hook 'before' of 'good' failed: odd"),
    })
  })
})

describe('what is sent', () => {
  it('is signed with a secret that no answer, log or file of the store shows', async () => {
    const server = await startRepriseServer({
      store: join(folder.path, 'runs.db'),
      artifacts: join(folder.path, 'artifacts'),
      args: ['--log-level', 'trace'],
      env: { REPRISE_WEBHOOK_KEY: 'the key of this server' },
    })
    const client = createClient({ url: server.url })
    const secret = 'whsec_c2lnbmVkLWJ5LWJvdGgtc2lkZXM='
    await register(client, receiver.url, secret)
    await makeRun(client, 'signed')
    await until(() => receiver.received.length === 2, 'both events')
    for (const { headers, body } of receiver.received) {
      const content = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
      const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
      expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(content).digest('base64')}`)
    }
    await server.stop()
    const { stdout } = await promisify(execFile)('grep', ['-rlaF', secret, folder.path]).catch(() => ({ stdout: '' }))
    expect([stdout, server.output().includes(secret)]).toEqual(['', false])
  })
})
