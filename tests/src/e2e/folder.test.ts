import { execFile } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createTracker } from '@reprise/sdk'
import { createTemporaryFolder, findFreePort, startRepriseServer } from '@reprise/testing'
import { createClient } from '@reprise/client'
import { expect, it } from 'vitest'
import { bareEnvironment, reprise, results } from './reprise.ts'

it('a folder is used without a server: made, listed, logged to, shown', async () => {
  await using folder = await createTemporaryFolder('folder')
  const tracker = createTracker({ trackingUri: join(folder.path, 'runs'), spool: false })
  const run = await tracker.startRun({ name: 'local', params: { lr: 0.1 } })
  run.logMetric('loss', 0.5, { step: 3 })
  await run.end()

  const inFolder = { cwd: folder.path, env: { MLFLOW_TRACKING_URI: 'file:./runs' } }
  expect(await results(['runs', 'list', '-q'], inFolder)).toBe(`${run.id}\n`)
  writeFileSync(join(folder.path, 'note.txt'), 'hello')
  await results(['runs', 'log', run.id.slice(0, 8), '--metric', 'loss=0.25@4', '--artifact', join(folder.path, 'note.txt')], inFolder)
  const shown = await results(['runs', 'show', run.id.slice(0, 8)], inFolder)
  for (const part of ['local', '0.25  at step 4', 'note.txt  5 B']) expect(shown).toContain(part)
  expect(await results(['experiments', 'create', 'more', '--tracking-uri', './runs'], { cwd: folder.path })).toBe('1\n')
  expect(await results(['experiments', 'list', '--tracking-uri', 'sqlite:///runs/reprise.db'], { cwd: folder.path })).toContain('more')
})

it('a folder that is not there is told, not made', async () => {
  await using folder = await createTemporaryFolder('folder')
  expect(await reprise(['runs', 'list', '--tracking-uri', './mistyped'], { cwd: folder.path })).toEqual({
    code: 1,
    stdout: '',
    stderr: `reprise: There is no folder ${join(folder.path, 'mistyped')}. Programs make it when they log to it. A server is named http://HOST:PORT.\n`,
  })
  expect(readdirSync(folder.path)).toEqual([])
})

it('spool sync sends what was logged while the server was away, once', async () => {
  await using folder = await createTemporaryFolder('spool')
  const port = await findFreePort()
  const spool = join(folder.path, 'spool')
  const url = `http://127.0.0.1:${port}`
  // Another process: the spool of one that lives is left to it.
  const program = `
    import { createTracker } from '@reprise/sdk'
    const tracker = createTracker({ trackingUri: ${JSON.stringify(url)}, spool: ${JSON.stringify(spool)}, retries: 0, flushTimeout: 10, onProblem: () => {} })
    const run = await tracker.startRun({ name: 'offline' })
    for (let step = 0; step < 10; step++) run.logMetric('loss', 1 / (step + 1), { step })
    await run.end()
    console.log(run.id)
  `
  const { stdout: id } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@reprise/source', '--input-type=module', '-e', program],
    {
      cwd: import.meta.dirname,
      env: bareEnvironment(),
    },
  )

  const sync = ['spool', 'sync', '--folder', spool]
  const away = await reprise(sync)
  expect(away.code).toBe(1)
  expect(away.stderr).toContain('nothing is lost meanwhile')

  await using server = await startRepriseServer({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts') })
  const report = JSON.parse(await results([...sync, '--tracking-uri', server.url, '--json'])) as { delivered: number; waiting: number }
  expect(report).toMatchObject({ rejected: 0, waiting: 0, held: 0 })
  expect(report.delivered).toBeGreaterThan(0)
  const client = createClient({ url: server.url })
  expect((await client.getMetricHistory({ run_id: id.trim(), metric_key: 'loss' })).metrics).toHaveLength(10)
  expect(await results(sync)).toBe('Nothing waits.\n')
  expect(existsSync(spool) ? readdirSync(spool) : []).toEqual([])
})
