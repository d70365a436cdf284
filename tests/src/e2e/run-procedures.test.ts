import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@reprise/client'
import { createTemporaryFolder, type RunningRepriseServer, startRepriseServer, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reprise } from './reprise.ts'
import { record, runWrapped, untilThere } from './running/run-command.ts'

let folder: TemporaryFolder
let server: RunningRepriseServer
beforeAll(async () => {
  folder = await createTemporaryFolder('run-procedures')
  server = await startRepriseServer({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts') })
})
afterAll(async () => {
  await server.stop()
  await folder.remove()
})

function place(name: string, options: readonly string[]) {
  const cwd = join(folder.path, name)
  mkdirSync(cwd, { recursive: true })
  return { url: server.url, cwd, options }
}

async function metricsOf(id: string, { ofTheMachine = false } = {}): Promise<Record<string, number>> {
  const { run } = await createClient({ url: server.url }).getRun({ run_id: id })
  const own = (run.data?.metrics ?? []).filter(({ key }) => key.startsWith('system/') === ofTheMachine)
  return Object.fromEntries(own.map(({ key, value }) => [key, value]))
}

async function search(filter: string): Promise<string[]> {
  const client = createClient({ url: server.url })
  const { runs } = await client.searchRuns({ experiment_ids: ['0'], filter })
  return runs.map(({ info }) => info.run_name ?? '')
}

const taking = ['--procedure', 'p', '--metrics-from-stdout', '--metrics-file', 'm.json', '--metrics-file', 'none.json']

describe('a command whose metrics are taken', () => {
  it('writes and reads the same bytes as alone, however little they are text', async () => {
    const where = place('bytes', taking.slice(0, 3))
    const bytes = Buffer.concat([Buffer.from('{"a": 1}\n{"a": '), randomBytes(300_000), Buffer.from('\n  {"b": 2}')])
    const { wrapped, id } = await record(['sh', '-c', 'cat; echo first >&2; echo second >&2'], { ...where, input: bytes })
    expect(wrapped.stdout.equals(bytes)).toBe(true)
    expect(wrapped.code).toBe(0)
    expect(wrapped.stderr).toMatch(/^first\nsecond\n(?:reprise: Metrics of the output are left out: .*\n)?$/)
    expect(await metricsOf(id)).toMatchObject({ a: 1, b: 2, success: 1 })
  })

  it('exits with its own code, whatever is wrong with its metrics', { timeout: 400_000 }, async () => {
    for (const [index, code] of [0, 1, 128, 255].entries()) {
      const where = place(`code-${index}`, taking)
      const { wrapped, id } = await record(['sh', '-c', `echo '{"x": "y", "n": 1'; mkdir m.json; exit ${code}`], where)
      expect(wrapped.code).toBe(code)
      expect(await metricsOf(id)).toEqual({ success: code === 0 ? 1 : 0, duration_seconds: expect.any(Number) })
    }
  })

  it('that is ended by a signal is a failure which says so', async () => {
    const run = await record(['sh', '-c', 'echo "{\\"steps_completed\\": 1}"; echo almost >&2; kill -TERM $$'], place('signal', taking))
    expect(run.wrapped.code).toBe(143)
    expect(await metricsOf(run.id)).toMatchObject({ success: 0, steps_completed: 1 })
    expect(run.tags).toMatchObject({ error_type: 'SIGTERM', error_message: 'almost' })
    expect((await record(['no-such-command'], place('absent', taking))).tags['error_type']).toBe('not started')
  })

  it('has points from its lines and files, and is found as every procedure is', async () => {
    const where = place('train', [...taking, '--param', 'issue_number=123', '--tag', 'stage=test'])
    writeFileSync(
      join(where.cwd, 'train.sh'),
      `for i in 1 2 3; do echo "{\\"step\\": $i, \\"loss\\": 0.$i, \\"val\\": {\\"acc\\": NaN}}"; done
      echo '{"final": {"score": 7}}' > m.json; sleep 1.3\n`,
    )
    const { id, params, tags, wrapped } = await record(['sh', 'train.sh'], where)
    expect(params).toMatchObject({ procedure_name: 'p', issue_number: '123' })
    expect(tags).toMatchObject({ stage: 'test', 'mlflow.runName': 'p' })
    expect(wrapped.stderr).toBe('reprise: The command left no file none.json with metrics.\n')
    expect(await metricsOf(id)).toMatchObject({ loss: 0.3, 'val.acc': Number.NaN, 'final.score': 7, success: 1 })
    expect(await metricsOf(id, { ofTheMachine: true })).toHaveProperty(['system/command_memory_usage_megabytes'])
    const { metrics } = await createClient({ url: server.url }).getMetricHistory({ run_id: id, metric_key: 'loss' })
    expect(metrics.map(({ step, value }) => [Number(step), value])).toEqual([
      [1, 0.1],
      [2, 0.2],
      [3, 0.3],
    ])
    expect(await search('params.procedure_name = "p" AND metrics.success = 1 AND params.issue_number = "123"')).toEqual(['p'])
    expect(await search('params.issue_number = "123" AND metrics.duration_seconds > 30')).toEqual([])
    // A repeat takes them in the same way, or it would lack them.
    const repeated = await reprise(['reproduce', id, '--tracking-uri', server.url])
    expect(repeated.stdout + repeated.stderr).toMatch(/BIT_IDENTICAL/)
  })

  it('has points of its output while it still runs', async () => {
    const where = place('live', ['--metrics-from-stdout', '--experiment', 'live'])
    const running = runWrapped(['sh', '-c', 'echo "{\\"a\\": 1}"; until [ -e seen ]; do sleep 0.1; done'], where)
    const client = createClient({ url: server.url })
    await untilThere(async () => {
      const { experiment } = await client.getExperimentByName({ experiment_name: 'live' })
      const { runs } = await client.searchRuns({
        experiment_ids: [experiment.experiment_id],
        filter: "metrics.a = 1 AND status = 'RUNNING'",
      })
      if (runs.length === 0) throw new Error('not yet')
    })
    writeFileSync(join(where.cwd, 'seen'), '')
    expect((await running).code).toBe(0)
  })

  it('has none but those of the machine where nothing is asked for', async () => {
    const { id } = await record(['echo', '{"loss": 1}'], place('plain', []))
    expect(await metricsOf(id)).toEqual({})
    const away = await runWrapped(['sh', '-c', 'echo "{\\"a\\": 1}"; exit 5'], { ...place('away', taking), url: 'http://127.0.0.1:1' })
    expect([away.code, away.stdout.toString()]).toEqual([5, '{"a": 1}\n'])
  })
})
