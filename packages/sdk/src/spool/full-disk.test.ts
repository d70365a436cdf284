import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createTemporaryFolder, findSmallDisk, mountSmallDisk, requirePart } from '@reprise/testing'
import { describe, expect, it } from 'vitest'
import { startRecordingServer } from '../testing/recording-server.ts'
import { testTracker } from '../testing/test-tracker.ts'

const program = fileURLToPath(new URL('../testing/log-until-full.ts', import.meta.url))
const part = requirePart('a small disk', findSmallDisk())

interface Seen {
  readonly runId: string
  readonly kept: readonly number[]
  readonly lost: number
  readonly artifact: unknown
  readonly delivery: unknown
  readonly problems: readonly string[]
}

describe.skipIf(part.missing)(`a spool on a disk that gets full${part.note}`, () => {
  it('says what is lost, sends what it kept, and goes on when there is space', async () => {
    await using folder = await createTemporaryFolder('spool')
    using disk = await mountSmallDisk(join(folder.path, 'small'), { megabytes: 2 })
    const server = await startRecordingServer()
    server.interfere = ({ path }) => (path === 'runs/log-batch' || path.startsWith('artifacts/') ? 503 : undefined)
    const [command, ...words] = [...disk.within, process.execPath, '--conditions=@reprise/source', program]
    const child = spawn(command, [...words, server.url, join(disk.path, 'spool')], { stdio: ['pipe', 'pipe', 'inherit'] })
    let output = ''
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
    await new Promise<void>((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text
        if (output.startsWith('full\n')) resolve()
      })
      void ended.then(() => resolve())
    })
    server.interfere = undefined
    child.stdin.end('go on\n')
    expect(await ended).toBe(0)
    await server.close()

    const seen = JSON.parse(output.slice('full\n'.length)) as Seen
    expect(seen.lost).toBe(3)
    expect(seen.problems).toContainEqual(
      expect.stringMatching(/^There is no space left for the spool .*\.spool: what is logged now is lost\.$/),
    )
    expect(seen.artifact).toMatch(/There is no space left for the spool/)
    expect(seen.delivery).toEqual({ delivered: false, waiting: 0, rejected: 0, lost: 3 })
    const stored = server.state.runs.get(seen.runId)
    const steps = stored?.points.filter(({ key }) => key === 'metric-0').map(({ step }) => step)
    expect(steps).toEqual(seen.kept)
    expect(steps?.length).toBeGreaterThan(5)
    expect(stored?.points).toHaveLength(1_000 * seen.kept.length)
    expect(stored?.info['status']).toBe('FINISHED')
  })
})

describe('a spool with a limit', () => {
  it('says what is lost beyond it, makes those wait who ask, and takes more when there is room', async () => {
    const server = await startRecordingServer()
    using tracker = testTracker(server.url, { spoolLimit: 2_000_000 })
    const run = await tracker.startRun()
    server.interfere = ({ path }) => (path === 'runs/log-batch' || path.startsWith('artifacts/') ? 503 : undefined)
    await run.ready()
    const text = 'x'.repeat(4_000)
    let tags = 0
    for (; tags < 1_000; tags++) run.setTag(`t${tags}`, text)
    const { lost, waiting } = await run.flush()
    expect(lost).toBeGreaterThan(0)
    expect(waiting).toBeGreaterThan(0)
    expect(tracker.problems).toContain(`${tracker.spool} holds as much as a spool may, 2000000 bytes: what is logged now is lost.`)
    await expect(run.logText('x'.repeat(2_000_000), 'large.txt')).rejects.toMatchObject({
      code: 'RESOURCE_EXHAUSTED',
      hint: expect.stringContaining('REPRISE_SPOOL_LIMIT'),
    })
    let isReady = false
    const ready = run.ready().then(() => (isReady = true))
    await run.flush()
    expect(isReady).toBe(false)
    server.interfere = undefined
    await run.flush()
    await ready
    run.setTag('after', text)
    expect(await run.end()).toEqual({ delivered: false, waiting: 0, rejected: 0, lost })
    const kept = server.state.runs.get(run.id)?.tags
    expect(kept?.get('after')).toBe(text)
    expect([...(kept?.keys() ?? [])].filter((key) => key.startsWith('t')).length).toBe(tags - 100 * lost)
    expect(readdirSync(tracker.spool)).toEqual([])
    await server.close()
  })

  it('that is reached already lets a run begin in memory, and says so', async () => {
    const server = await startRecordingServer()
    using tracker = testTracker(server.url, { spoolLimit: 10 })
    const run = await tracker.startRun()
    run.logMetric('m', 1)
    expect(await run.end()).toMatchObject({ delivered: true, lost: 0 })
    expect(tracker.problems).toEqual([expect.stringContaining('can not be used: ')])
    expect(readdirSync(tracker.spool)).toEqual([])
    await server.close()
  })
})
