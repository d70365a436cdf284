import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createClientFor } from '../session.ts'
import { syncSpoolFolder } from '../spool/sync-spool.ts'
import type { MemoryRun } from '../testing/memory-tracking.ts'
import { type RecordingServer, startRecordingServer } from '../testing/recording-server.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { until } from '../testing/test-tracker.ts'

const sdk = fileURLToPath(new URL('../index.ts', import.meta.url))
let server: RecordingServer
beforeEach(async () => {
  server = await startRecordingServer()
})
afterEach(() => server.close())

/** A program of its own that starts a run, logs to it, and then does what the test is about. */
function start(
  spool: string,
  rest: string,
  // Milliseconds that a request and the end of a run may take.
  longest = 20_000,
): { child: ChildProcess; ended: Promise<{ code: number | null; signal: string | null; stderr: string }> } {
  const program = `
    import { configure, startRun } from ${JSON.stringify(sdk)}
    configure({ trackingUri: ${JSON.stringify(server.url)}, spool: ${JSON.stringify(spool)}, retries: 0, timeout: ${longest}, flushTimeout: ${longest} })
    const run = await startRun({ name: 'child' })
    for (let step = 0; step < 1500; step++) run.logMetric('m', step, { step })
    ${rest}
  `
  const child = spawn(process.execPath, ['--conditions=@reprise/source', '--input-type=module', '--eval', program], {
    env: { PATH: process.env['PATH'] },
  })
  let stderr = ''
  child.stderr.on('data', (part: Buffer) => (stderr += String(part)))
  const ended = once(child, 'close').then(([code, signal]) => ({ code: code as number | null, signal: signal as string | null, stderr }))
  return { child, ended }
}

function onlyRun(): MemoryRun {
  const [run] = [...server.state.runs.values()]
  return run!
}

describe('the end of a program', () => {
  it('by itself finishes the run', async () => {
    using spool = temporaryFolder()
    expect(await start(spool.path, '').ended).toMatchObject({ code: 0, stderr: '' })
    expect(onlyRun()).toMatchObject({ info: { status: 'FINISHED' }, points: { length: 1500 } })
    expect(readdirSync(spool.path)).toEqual([])
  })

  it('with an exit code of failure makes it FAILED', async () => {
    using spool = temporaryFolder()
    expect(await start(spool.path, 'process.exitCode = 3').ended).toMatchObject({ code: 3 })
    expect(onlyRun().info['status']).toBe('FAILED')
  })

  it.each([
    ['error', "setTimeout(() => { throw new RangeError('out of range') })"],
    ['rejection', "Promise.reject(new RangeError('out of range'))"],
  ])('by an uncaught %s makes it FAILED, and is reported as ever', async (_what, rest) => {
    using spool = temporaryFolder()
    const { code, stderr } = await start(spool.path, `${rest}; setTimeout(() => {}, 60_000)`).ended
    expect(code).toBe(1)
    expect(stderr).toContain('RangeError: out of range')
    expect(onlyRun()).toMatchObject({ info: { status: 'FAILED' }, points: { length: 1500 } })
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('by %s makes it KILLED, and the signal still ends it', async (signal) => {
    using spool = temporaryFolder()
    const { child, ended } = start(spool.path, 'setInterval(() => {}, 1_000)')
    await until(() => (server.state.runs.size === 1 ? onlyRun().points.length === 1500 : false), 'the points')
    child.kill(signal)
    expect(await ended).toMatchObject({ code: null, signal })
    expect(onlyRun().info['status']).toBe('KILLED')
  })

  it('leaves the decision to listeners of the program', async () => {
    using spool = temporaryFolder()
    const { child, ended } = start(
      spool.path,
      "process.on('SIGTERM', async () => { run.logMetric('last', 1); await run.end('FINISHED'); process.exit(5) }); setInterval(() => {}, 1_000)",
    )
    await until(() => (server.state.runs.size === 1 ? onlyRun().points.length === 1500 : false), 'the points')
    child.kill('SIGTERM')
    expect(await ended).toMatchObject({ code: 5 })
    expect(onlyRun()).toMatchObject({ info: { status: 'FINISHED' }, points: { length: 1501 } })
  })

  it('is held up by a server that hangs no longer than a request may take', async () => {
    using spool = temporaryFolder()
    server.interfere = ({ path }) => (path === 'runs/log-batch' ? 'hang' : undefined)
    const { code, stderr } = await start(spool.path, '', 1_000).ended
    expect(code).toBe(0)
    expect(stderr).toContain('What is logged waits in')
    expect(readdirSync(spool.path).filter((name) => name.endsWith('.spool'))).toHaveLength(1)
  })

  it('by process.exit() leaves in the spool what could not be sent any more', async () => {
    using spool = temporaryFolder()
    const { code, stderr } = await start(spool.path, 'process.exit(4)').ended
    expect(code).toBe(4)
    expect(stderr).toContain('reprise spool sync')
    const report = await syncSpoolFolder({ folder: spool.path, clientFor: (url) => createClientFor({ kind: 'server', url }, {}) })
    expect(report).toMatchObject({ waiting: 0, held: 0 })
    expect(onlyRun()).toMatchObject({ info: { status: 'FAILED' }, points: { length: 1500 } })
    expect(readdirSync(spool.path)).toEqual([])
  })
})
