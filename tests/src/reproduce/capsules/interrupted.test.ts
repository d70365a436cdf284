import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient, type Client } from '@reprise/client'
import type { TetheredProcess } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startReprise } from '../../e2e/reprise.ts'
import { openPlace, type Place } from '../place.ts'
import { addSparseArtifact, logRun } from './make-capsule.ts'

const GB = 10 ** 9
let place: Place
let client: Client
let original: string
let capsule: string
beforeAll(async () => {
  place = await openPlace()
  client = createClient({ url: place.server.url })
  original = (await logRun(place)).id
  await addSparseArtifact(place, original, 0.4 * GB)
  capsule = join(place.folder, 'big.zip')
})
afterAll(async () => place[Symbol.asyncDispose]())

const start = (args: readonly string[]): Promise<TetheredProcess> =>
  startReprise(['capsule', ...args], { cwd: place.folder, env: { REPRISE_TRACKING_URI: place.server.url } })

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const capsuleFiles = async (): Promise<string[]> => (await readdir(place.folder)).filter((name) => name.startsWith('big.zip'))

async function runsOf(experiment: string) {
  const found = await client.getExperimentByName({ experiment_name: experiment }).catch(() => undefined)
  if (found?.experiment.lifecycle_stage !== 'active') return undefined
  return (await client.searchRuns({ experiment_ids: [found.experiment.experiment_id] })).runs
}

/** Starts an import into an experiment of its own and waits until it has begun a run. */
async function beginImport(experiment: string) {
  const child = await start(['import', capsule, '--experiment', experiment, '--again'])
  const run = await until(async () => (await runsOf(experiment))?.[0])
  return { child, run }
}

describe('an export', () => {
  it.each(['SIGINT', 'SIGKILL'] as const)('that is ended by %s leaves no file under its name, and can be done again', async (signal) => {
    const child = await start(['export', original, '--output', capsule])
    await until(async () => ((await capsuleFiles()).length > 0 ? true : undefined))
    process.kill(child.pid, signal)
    expect(await child.exited).not.toBe(0)
    expect(await capsuleFiles()).toEqual(signal === 'SIGINT' ? [] : ['big.zip.part'])
    const { code, stderr } = await place.reprise(['capsule', 'export', original, '--output', capsule])
    expect(code, stderr).toBe(0)
    expect(await capsuleFiles()).toEqual(['big.zip'])
    if (signal === 'SIGINT') await rm(capsule)
  })

  it('of more than a capsule holds says so at once and leaves nothing', async () => {
    const { id } = await logRun(place)
    await addSparseArtifact(place, id, 5 * GB)
    const { code, stderr } = await place.reprise(['capsule', 'export', id, '--output', join(place.folder, 'huge.zip')])
    expect(code).toBe(1)
    expect(stderr).toMatch(/its artifacts take 5\.0 GB.*4 GB/)
    expect((await readdir(place.folder)).filter((name) => name.startsWith('huge'))).toEqual([])
  })
})

describe('an import', () => {
  it('that is ended by SIGINT leaves no run and no experiment', async () => {
    const { child, run } = await beginImport('interrupted')
    process.kill(child.pid, 'SIGINT')
    expect(await child.exited).not.toBe(0)
    expect(child.output()).toContain(`The run ${run.info.run_id} that was begun is deleted again.`)
    expect(await runsOf('interrupted')).toBeUndefined()
    expect((await client.getRun({ run_id: run.info.run_id })).run.info.lifecycle_stage).toBe('deleted')
  })

  it('that is killed leaves a run that says so, and the next one goes on with it', async () => {
    const { child, run } = await beginImport('killed')
    process.kill(child.pid, 'SIGKILL')
    await child.exited
    const half = (await runsOf('killed'))?.[0]
    expect(half?.info.status).toBe('RUNNING')
    const { stdout: shown } = await place.reprise(['capsule', 'show', capsule, '--json'])
    const { digest } = JSON.parse(shown) as { digest: string }
    expect(half?.data?.tags).toContainEqual({ key: 'reprise.capsule.begun', value: digest })

    const { code, stdout, stderr } = await place.reprise(['capsule', 'import', capsule, '--experiment', 'killed'])
    expect(code, stderr).toBe(0)
    expect(stdout).toBe(`${run.info.run_id}\n`)
    const runs = (await runsOf('killed')) ?? []
    expect(runs).toHaveLength(1)
    expect(runs[0]?.info.status).toBe('FINISHED')
    const tags = (runs[0]?.data?.tags ?? []).map(({ key }) => key)
    expect(tags).toContain('reprise.capsule.digest')
    expect(tags).not.toContain('reprise.capsule.begun')
    const files = await client.listArtifacts(runs[0]?.info.artifact_uri ?? '')
    expect(files.find(({ path }) => path === 'big.bin')?.size).toBe(0.4 * GB)

    const again = await place.reprise(['capsule', 'import', capsule])
    expect(again.stdout).toBe(stdout)
  })
})
