import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { testTracker } from '../testing/test-tracker.ts'

const sdk = fileURLToPath(new URL('../index.ts', import.meta.url))

async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  return new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).text()
}

describe('a folder instead of a server', () => {
  it('keeps runs and artifacts, and finds them again', async () => {
    using folder = temporaryFolder()
    using tracker = testTracker(join(folder.path, 'runs'), { experimentName: 'local' })
    const run = await tracker.startRun({ name: 'first', params: { lr: 0.1 } })
    for (let step = 0; step < 1_500; step++) run.logMetric('loss', 1 / (step + 1), { step })
    await run.logText('hello', 'deep/note ü.txt')
    expect(await run.end()).toMatchObject({ delivered: true, rejected: 0 })

    const [found] = await tracker.searchRuns({ filter: 'metrics.loss < 0.1' }).toArray()
    expect(found).toMatchObject({ id: run.id, name: 'first', status: 'FINISHED', params: { lr: '0.1' }, metrics: { loss: 1 / 1_500 } })
    const { metrics } = await tracker.client.getMetricHistory({ run_id: run.id, metric_key: 'loss' })
    expect(metrics).toHaveLength(1_500)
    expect(await tracker.client.listArtifacts(found!.artifactUri!, 'deep')).toEqual([{ path: 'deep/note ü.txt', isFolder: false, size: 5 }])
    expect(await textOf(await tracker.client.downloadArtifact(found!.artifactUri!, 'deep/note ü.txt'))).toBe('hello')
    await expect(tracker.client.downloadArtifact(found!.artifactUri!, 'none')).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
    await expect(tracker.getRun('f'.repeat(32))).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
    expect(readdirSync(join(folder.path, 'runs'))).toEqual(expect.arrayContaining(['artifacts', 'reprise.db']))
  })

  it('does not keep a program from ending, and lets the next one in', async () => {
    using folder = temporaryFolder()
    const program = `
      import { configure, startRun } from ${JSON.stringify(sdk)}
      configure({ trackingUri: './runs', spool: './spool' })
      const run = await startRun({ name: 'left open' })
      run.logMetric('m', 1)
    `
    writeFileSync(join(folder.path, 'program.mjs'), program)
    const run = (): Buffer =>
      execFileSync(process.execPath, ['--conditions=@reprise/source', 'program.mjs'], { cwd: folder.path, timeout: 100_000 })
    run()
    run()
    using tracker = testTracker(join(folder.path, 'runs'))
    const runs = await tracker.searchRuns().toArray()
    expect(runs.map(({ status, metrics }) => [status, metrics['m']])).toEqual([
      ['FINISHED', 1],
      ['FINISHED', 1],
    ])
    expect(readdirSync(join(folder.path, 'spool'))).toEqual([])
  })

  it.each([[['--input-type=module', '-e']], [['--input-type', 'module', '--eval']]])('works in a program after node %j', (options) => {
    using folder = temporaryFolder()
    const program = `
      import { configure, startRun } from ${JSON.stringify(sdk)}
      configure({ trackingUri: './runs', spool: false })
      const run = await startRun()
      process.stdout.write(JSON.stringify(await run.end()))
    `
    const args = ['--conditions=@reprise/source', ...options, program]
    const printed = execFileSync(process.execPath, args, { cwd: folder.path, timeout: 100_000 })
    expect(JSON.parse(printed.toString())).toMatchObject({ delivered: true })
  })

  it('that another process has is waited for, in the spool', async () => {
    using folder = temporaryFolder()
    mkdirSync(join(folder.path, 'runs'))
    const store = join(folder.path, 'runs', 'reprise.db')
    using tracker = testTracker(join(folder.path, 'runs'), { flushTimeout: 25_000 })
    const lock = new DatabaseSync(`${store}-lock`)
    lock.exec('begin immediate')
    const run = await tracker.startRun({ name: 'waits' })
    run.logMetric('m', 1)
    expect((await run.flush()).delivered).toBe(false)
    expect(tracker.problems.join()).toContain('is in use by')
    lock.close()
    expect((await run.end()).delivered).toBe(true)
    expect(await tracker.getRun(run.id)).toMatchObject({ status: 'FINISHED', metrics: { m: 1 } })
  })

  it('can be a database file', async () => {
    using folder = temporaryFolder()
    using tracker = testTracker(`sqlite:///${join(folder.path, 'runs.db')}`)
    await tracker.withRun({}, (run) => run.logText('x', 'x.txt'))
    expect(existsSync(join(folder.path, 'runs.db'))).toBe(true)
    expect(existsSync(join(folder.path, 'runs-artifacts'))).toBe(true)
  })
})

describe('files of MLflow', () => {
  it('are left alone: a folder of runs', async () => {
    using folder = temporaryFolder()
    mkdirSync(join(folder.path, '0'))
    writeFileSync(join(folder.path, '0', 'meta.yaml'), 'name: Default\n')
    using tracker = testTracker(folder.path)
    await expect(tracker.startRun()).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
      message: `${folder.path} was written by MLflow and is left alone.`,
      hint: expect.stringContaining(`reprise store import ${folder.path}`),
    })
    expect(readdirSync(folder.path)).toEqual(['0'])
  })

  it.each(['mlflow.db', ''])('are left alone: a database (%j in the tracking URI)', async (name) => {
    using folder = temporaryFolder()
    const path = join(folder.path, 'mlflow.db')
    const database = new DatabaseSync(path)
    database.exec('pragma journal_mode = wal; create table alembic_version (version_num text); create table runs (a)')
    database.close()
    const before = readFileSync(path)
    using tracker = testTracker(`sqlite:///${join(folder.path, name)}`)
    await expect(tracker.startRun()).rejects.toThrow('was written by MLflow and is left alone')
    expect(readFileSync(path)).toEqual(before)
    expect(readdirSync(folder.path)).toEqual(['mlflow.db'])
  })
})
