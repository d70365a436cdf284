import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Client, createClient } from '@reprise/client'
import { createTracker, type Tracker } from '@reprise/sdk'
import {
  createTemporaryFolder,
  repositoryFolder,
  requirePart,
  type RunningRepriseServer,
  startRepriseServer,
  type TemporaryFolder,
} from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findNode20, installRuntime, type Runtime } from './find-runtimes.ts'

const execute = promisify(execFile)
const program = join(import.meta.dirname, 'program.mjs')
const entry = join(repositoryFolder, 'packages', 'sdk', 'dist', 'index.js')

const runtimes: readonly (readonly [name: string, runtime: Runtime])[] = [
  ['Node (this one)', { command: [process.execPath] }],
  ['Node 20', await findNode20()],
  ['Bun', await installRuntime('bun')],
  ['Deno', await installRuntime('deno')],
]

let folder: TemporaryFolder
let server: RunningRepriseServer
let client: Client
let tracker: Tracker
beforeAll(async () => {
  await execute(process.execPath, [join(repositoryFolder, 'node_modules', '.bin', 'tsc'), '-b', 'packages/sdk'], { cwd: repositoryFolder })
  folder = await createTemporaryFolder('runtimes')
  server = await startRepriseServer({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts') })
  client = createClient({ url: server.url })
  tracker = createTracker({ trackingUri: server.url, experimentName: 'runtimes', spool: false })
})
afterAll(async () => {
  await server.stop()
  await folder.remove()
})

describe.each(runtimes)('the published SDK under %s', (name, runtime) => {
  const part = requirePart(name, runtime)

  it.skipIf(part.missing)(`logs, nests, uploads, spools and ends${part.note}`, async () => {
    const spool = join(folder.path, name.replace(/\W/g, ''))
    const [command = '', ...args] = runtime.reason === undefined ? runtime.command : []
    const { stdout, stderr } = await execute(command, [...args, program, entry, server.url, spool], { timeout: 250_000 })
    expect(stderr).toBe('')
    const result = JSON.parse(stdout) as { runId: string; innerId: string; offlineId: string }
    expect(result).toMatchObject({
      delivery: { delivered: true, waiting: 0, rejected: 0, lost: 0 },
      parallel: [true, true],
      kept: { delivered: false, waiting: 3 },
    })

    const run = await tracker.getRun(result.runId)
    expect(run).toMatchObject({ status: 'FINISHED', params: { lr: '0.1', deep: '[1,{"a":2}]' } })
    expect(run.metrics).toMatchObject({ loss: 1 / 2_500, odd: Number.NaN, 'through the active run': 1 })
    expect(run.metrics).toHaveProperty(['system/process_memory_usage_megabytes'])
    const [odd] = (await client.getMetricHistory({ run_id: run.id, metric_key: 'odd' })).metrics
    expect(odd?.step).toBe(9007199254740993n)
    expect((await client.getMetricHistory({ run_id: run.id, metric_key: 'loss' })).metrics).toHaveLength(2_500)
    expect(await client.listArtifacts(run.artifactUri ?? '')).toEqual([
      { path: 'all', isFolder: true },
      { path: 'file.bin', isFolder: false, size: 300_000 },
      { path: 'text.txt', isFolder: false, size: 4 },
    ])

    const inner = await tracker.getRun(result.innerId)
    expect(inner).toMatchObject({
      status: 'FINISHED',
      tags: { 'mlflow.parentRunId': run.id },
      metrics: { success: 1, steps_completed: 1, inside: 1 },
    })
    const left = await tracker.searchRuns({ filter: "attributes.run_name = 'left open'", maxResults: 1 }).toArray()
    expect(left[0]).toMatchObject({ status: 'FINISHED', metrics: { m: 1 } })
    const spools = (await readdir(spool)).filter((file) => file.endsWith('.spool'))
    expect(spools).toHaveLength(1)
  })
})
