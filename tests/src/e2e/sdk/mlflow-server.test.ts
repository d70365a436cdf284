import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createTracker, syncSpool } from '@reprise/sdk'
import { createTemporaryFolder, ensurePython, findFreePort, pythonSets, requirePart, startMlflowServer } from '@reprise/testing'
import { describe, expect, it } from 'vitest'

const python = await ensurePython(pythonSets['mlflow-3'])
const execute = promisify(execFile)
const part = requirePart('MLflow', python)

describe.skipIf(part.missing)(`MLflow's own server${part.note}`, () => {
  it('takes what the SDK logs, also what had to wait', { timeout: 600_000 }, async () => {
    await using folder = await createTemporaryFolder('sdk-mlflow')
    const spool = mkdtempSync(join(folder.path, 'spool-'))
    const options = { experimentName: 'from the SDK', spool, retries: 0, onProblem: () => undefined }
    await using server = await startMlflowServer({ python: python.reason === undefined ? python.python : '' })

    const tracker = createTracker({ ...options, trackingUri: server.url })
    const run = await tracker.startRun({ name: 'parent', params: { lr: 0.1 } })
    for (let step = 0; step < 2_100; step++) run.logMetric('loss', 1 / (step + 1), { step })
    run.logMetric('odd', Number.NaN)
    run.logInput({ name: 'iris', digest: 'abc', source: 'iris.csv', context: 'training' })
    run.logOutput({ name: 'model', digest: 'def', source: 'model.bin' })
    await run.logText('hello', 'deep/note ü.txt')
    await run.logTable([{ a: 1 }], 'table.json')
    const child = await tracker.withRun({ name: 'child' }, (inner) => inner)
    expect(await run.end()).toEqual({ delivered: true, waiting: 0, rejected: 0, lost: 0 })

    const [found] = await tracker.searchRuns({ filter: "params.lr = '0.1'" }).toArray()
    expect(found).toMatchObject({ id: run.id, name: 'parent', status: 'FINISHED', metrics: { loss: 1 / 2_100, odd: Number.NaN } })
    expect((await tracker.getRun(child.id)).tags['mlflow.parentRunId']).toBe(run.id)
    const artifacts = await tracker.client.listArtifacts(found!.artifactUri!)
    expect(artifacts.map(({ path }) => path)).toEqual(['deep', 'table.json'])
    expect((await tracker.client.getMetricHistory({ run_id: run.id, metric_key: 'loss' })).metrics).toHaveLength(2_100)
    expect(readdirSync(spool)).toEqual([])

    // This server gives a run that was begun without it an id of its own choice.
    const program = `
      import { configure, startRun } from '@reprise/sdk'
      configure({ trackingUri: 'http://127.0.0.1:${await findFreePort()}', experimentName: 'from the SDK', spool: ${JSON.stringify(spool)}, retries: 0 })
      const run = await startRun({ name: 'begun without a server' })
      run.logMetric('m', 1)
      await run.logText('kept', 'note.txt')
    `
    await execute(process.execPath, ['--conditions=@reprise/source', '--input-type=module', '--eval', program], {
      cwd: import.meta.dirname,
    })
    expect(await syncSpool({ folder: spool, client: tracker.client })).toMatchObject({ rejected: 0, waiting: 0, held: 0 })
    const [late] = await tracker.searchRuns({ filter: "attributes.run_name = 'begun without a server'" }).toArray()
    expect(late).toMatchObject({ status: 'FINISHED', metrics: { m: 1 } })
    expect(await tracker.client.listArtifacts(late!.artifactUri!)).toEqual([{ path: 'note.txt', isFolder: false, size: 4 }])
  })
})
