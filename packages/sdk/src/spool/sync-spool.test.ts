import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createClientFor } from '../session.ts'
import { syncSpool } from '../sync-spool.ts'
import { type RecordingServer, startRecordingServer } from '../testing/recording-server.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { until } from '../testing/test-tracker.ts'

const sdk = fileURLToPath(new URL('../index.ts', import.meta.url))
const POINTS = 5_000

let server: RecordingServer
beforeEach(async () => {
  server = await startRecordingServer()
})
afterEach(() => server.close())

/** A program that logs while the server is away, and says when it is done; then it waits to be killed. */
async function logOffline(spool: string): Promise<ChildProcess> {
  const program = `
    import { configure, startRun } from ${JSON.stringify(sdk)}
    configure({ trackingUri: ${JSON.stringify(server.url)}, spool: ${JSON.stringify(spool)}, experimentName: 'offline', retries: 0, onProblem() {} })
    const run = await startRun({ name: 'lost', params: { lr: 0.1 } })
    for (let step = 0; step < ${POINTS}; step++) run.logMetric('m', step, { step })
    await run.logText('kept', 'note.txt')
    await run.flush()
    console.log('logged')
    setInterval(() => {}, 1_000)
  `
  const child = spawn(process.execPath, ['--conditions=@reprise/source', '--input-type=module', '--eval', program], {
    env: { PATH: process.env['PATH'] },
  })
  await once(child.stdout, 'data')
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'close')
}

function client(): ReturnType<typeof createClientFor> {
  return createClientFor({ kind: 'server', url: server.url }, { retries: 0 })
}

function points(): unknown[] {
  return [...server.state.runs.values()].flatMap((run) => run.points.map(({ value }) => value))
}

const all = Array.from({ length: POINTS }, (_, index) => index)

describe('the spool of a process that was killed', () => {
  it('is sent by another process, each point once and in order', async () => {
    using spool = temporaryFolder()
    await server.close()
    const child = await logOffline(spool.path)
    server = await startRecordingServer({ port: server.port, state: server.state })
    await kill(child)
    const before = points().length
    expect(await syncSpool({ folder: spool.path })).toMatchObject({ waiting: 0, held: 0, rejected: 0 })
    expect(points()).toEqual(all)
    expect(before).toBeLessThanOrEqual(POINTS)
    const [run] = [...server.state.runs.values()]
    expect(run).toMatchObject({ info: { run_name: 'lost', experiment_id: '1' } })
    expect(run?.params.get('lr')).toBe('0.1')
    expect([...server.state.artifacts.values()].map(String)).toEqual(['kept'])
    expect(readdirSync(spool.path)).toEqual([])
  })

  it('is sent exactly once although the sending is cut off again and again', async () => {
    using spool = temporaryFolder()
    await server.close()
    await kill(await logOffline(spool.path))
    server = await startRecordingServer({ port: server.port, state: server.state })
    let count = 0
    // Every third request is done, but its answer is lost: the record is sent again by the next synchronisation.
    server.interfere = (request) => {
      if (++count % 3 !== 0) return undefined
      server.state.handle(request)
      return 'drop'
    }
    let rounds = 0
    for (let waiting = 1; waiting > 0; rounds++) waiting = (await syncSpool({ folder: spool.path, client: client() })).waiting
    expect(rounds).toBeGreaterThan(2)
    expect(points()).toEqual(all)
    expect(server.state.runs.size).toBe(1)
  })

  it('is sent by one of two that synchronise at once', async () => {
    using spool = temporaryFolder()
    await server.close()
    await kill(await logOffline(spool.path))
    server = await startRecordingServer({ port: server.port, state: server.state })
    const reports = await Promise.all([
      syncSpool({ folder: spool.path, client: client() }),
      syncSpool({ folder: spool.path, client: client() }),
    ])
    expect(reports.map(({ delivered }) => delivered > 0).filter(Boolean)).toHaveLength(1)
    expect(points()).toEqual(all)
  })

  it('holds all that was logged before the last moment, when the server was there all the time', async () => {
    using spool = temporaryFolder()
    const program = `
      import { configure, startRun } from ${JSON.stringify(sdk)}
      configure({ trackingUri: ${JSON.stringify(server.url)}, spool: ${JSON.stringify(spool.path)} })
      const run = await startRun()
      for (let step = 0; ; step++) {
        run.logMetric('m', step, { step })
        if (step % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 1))
      }
    `
    const child = spawn(process.execPath, ['--conditions=@reprise/source', '--input-type=module', '--eval', program])
    await until(() => points().length > 20_000, 'the first points')
    await kill(child)
    const before = points().length
    expect(await syncSpool({ folder: spool.path, client: client() })).toMatchObject({ waiting: 0, rejected: 0 })
    const after = points()
    expect(after.length).toBeGreaterThanOrEqual(before)
    expect(after).toEqual(Array.from({ length: after.length }, (_, index) => index))
    expect(readdirSync(spool.path)).toEqual([])
  })

  it('waits while the server is away, and while nobody is let in', async () => {
    using spool = temporaryFolder()
    await server.close()
    await kill(await logOffline(spool.path))
    expect(await syncSpool({ folder: spool.path, client: client() })).toMatchObject({ delivered: 0, waiting: 1 })
    server = await startRecordingServer({ port: server.port, state: server.state })
    server.interfere = () => 401
    expect((await syncSpool({ folder: spool.path, client: client() })).writers[0]).toMatchObject({
      state: 'waiting',
      error: { code: 'UNAUTHENTICATED' },
    })
    server.interfere = undefined
    await syncSpool({ folder: spool.path, client: client() })
    expect(points()).toEqual(all)
  })

  it('does not show the password of one server to another', async () => {
    using spool = temporaryFolder()
    await server.close()
    await kill(await logOffline(spool.path))
    server = await startRecordingServer({ port: server.port, state: server.state })
    vi.stubEnv('MLFLOW_TRACKING_TOKEN', 'secret')
    vi.stubEnv('MLFLOW_TRACKING_URI', 'http://other:5000')
    server.interfere = () => 503
    await syncSpool({ folder: spool.path })
    vi.stubEnv('MLFLOW_TRACKING_URI', `${server.url}/`)
    server.interfere = undefined
    await syncSpool({ folder: spool.path })
    vi.unstubAllEnvs()
    expect(server.requests[0]?.authorization).toBeUndefined()
    expect(server.requests.at(-1)?.authorization).toBe('Bearer secret')
    expect(points()).toEqual(all)
  })

  it('gives up what the server refuses to a file, not to oblivion, and goes on', async () => {
    using spool = temporaryFolder()
    await server.close()
    await kill(await logOffline(spool.path))
    server = await startRecordingServer({ port: server.port, state: server.state })
    const poison = (body: Buffer): boolean => body.toString().includes('"value":1500,')
    server.interfere = ({ body }) => (poison(body) ? 400 : undefined)
    const report = await syncSpool({ folder: spool.path, client: client() })
    expect(report).toMatchObject({ rejected: 1, waiting: 0 })
    const [writer] = report.writers
    const [line] = readFileSync(writer!.rejectedFile!, 'utf8').trim().split('\n')
    const { record, error_code: code } = JSON.parse(line!) as { record: { request: { metrics: { value: number }[] } }; error_code: string }
    expect(code).toBe('BAD_REQUEST')
    const rejected = record.request.metrics.map(({ value }) => value)
    expect(rejected).toContain(1500)
    expect([...(points() as number[]), ...rejected].toSorted((a, b) => a - b)).toEqual(all)
    expect(await syncSpool({ folder: spool.path, client: client() })).toMatchObject({ writers: [] })
  })
})

describe('the spool of a process that is alive', () => {
  it('is left to it', async () => {
    using spool = temporaryFolder()
    await server.close()
    const child = await logOffline(spool.path)
    expect(await syncSpool({ folder: spool.path, client: client() })).toMatchObject({ held: 1, delivered: 0 })
    server = await startRecordingServer({ port: server.port, state: server.state })
    await until(() => points().length === POINTS, 'the points')
    await kill(child)
  })
})

describe('a folder without spools', () => {
  it('has nothing to send', async () => {
    expect(await syncSpool({ folder: '/nowhere/at/all', client: client() })).toEqual({
      delivered: 0,
      rejected: 0,
      waiting: 0,
      held: 0,
      writers: [],
    })
  })
})
