import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createClient } from '@reprise/client'
import { syncSpool } from '@reprise/sdk'
import { createTemporaryFolder, type RunningRepriseServer, startRepriseServer, type TemporaryFolder } from '@reprise/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let folder: TemporaryFolder
let server: RunningRepriseServer
let spool: string
beforeEach(async () => {
  folder = await createTemporaryFolder('sdk-crashes')
  spool = mkdtempSync(join(folder.path, 'spool-'))
  server = await startServer()
})
afterEach(async () => {
  await server.stop()
  await folder.remove()
})

function startServer(): Promise<RunningRepriseServer> {
  return startRepriseServer({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts') })
}

interface Program {
  readonly child: ChildProcess
  readonly runId: string
  /** The next line it prints. */
  readonly line: () => Promise<string>
}

/** A program that starts a run, says its id, and logs steps from 0 on, with a pause after every 1,000; `rest` is its loop's body. */
async function startProgram(rest: string): Promise<Program> {
  const program = `
    import { configure, startRun } from '@reprise/sdk'
    configure({ trackingUri: ${JSON.stringify(server.url)}, spool: ${JSON.stringify(spool)}, retries: 0, onProblem() {} })
    const run = await startRun()
    console.log(run.id)
    for (let step = 0; ; step++) {
      run.logMetric('m', step, { step })
      if (step % 1_000 === 0) await new Promise((resolve) => setTimeout(resolve, 2))
      ${rest}
    }
  `
  const args = ['--conditions=@reprise/source', '--input-type=module', '--eval', program]
  const child = spawn(process.execPath, args, { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const line = async (): Promise<string> => String((await lines.next()).value)
  return { child, line, runId: await line() }
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'close')
}

async function stepsOf(runId: string): Promise<number[]> {
  const { metrics } = await createClient({ url: server.url }).getMetricHistory({ run_id: runId, metric_key: 'm' })
  return metrics.map(({ step }) => Number(step)).toSorted((a, b) => a - b)
}

async function reach(runId: string, count: number): Promise<void> {
  while ((await stepsOf(runId)).length < count) await new Promise((resolve) => setTimeout(resolve, 100))
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, step) => step)
}

describe('a server that is killed while a program logs to it', () => {
  it('has every point once after the spool was sent to its successor', async () => {
    const { child, runId, line } = await startProgram(`
      if (step === 29_999) {
        await run.flush()
        console.log('done')
        await new Promise((resolve) => setTimeout(resolve, 60_000))
      }
    `)
    await reach(runId, 3_000)
    await server.kill9()
    expect(await line()).toBe('done')
    await kill(child)

    server = await startServer()
    const before = await stepsOf(runId)
    expect(before).toEqual(upTo(before.length))
    const client = createClient({ url: server.url })
    expect(await syncSpool({ folder: spool, client })).toMatchObject({ rejected: 0, waiting: 0, held: 0 })
    expect(await stepsOf(runId)).toEqual(upTo(30_000))
    expect(readdirSync(spool)).toEqual([])
  })
})

describe('a program that is killed while it logs to a server', () => {
  it('left in the spool what the server does not have', async () => {
    const { child, runId } = await startProgram('')
    await reach(runId, 20_000)
    await kill(child)
    expect(await syncSpool({ folder: spool })).toMatchObject({ rejected: 0, waiting: 0, held: 0 })
    const steps = await stepsOf(runId)
    expect(steps).toEqual(upTo(steps.length))
    expect(readdirSync(spool)).toEqual([])
  })
})
