import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createTracker } from '@reprise/sdk'
import {
  createTemporaryFolder,
  repositoryFolder,
  type RunningRepriseServer,
  startRepriseServer,
  type TemporaryFolder,
} from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listCodeBlocks } from '../../newcomer/code-blocks.ts'

const execute = promisify(execFile)
const guide = readFileSync(join(repositoryFolder, 'docs/guides/typescript.md'), 'utf8')
const environment = readFileSync(join(repositoryFolder, 'packages/sdk/src/environment.ts'), 'utf8')
const blocks = listCodeBlocks(guide).filter(({ words }) => words.includes('test'))
const outputs = [
  /^http:\S+\/runs\/[0-9a-f]{32}$/m,
  /^0\.3$/m,
  /^closed 123$/m,
  /^child of [0-9a-f]{32} in its experiment: true$/m,
  /^baseline 0\.01$/m,
  /^\[ 'points\.csv' \]$/m,
  /^true \w+$/m,
  /delivered: 0, rejected: 0, waiting: 0/,
]

let folder: TemporaryFolder
let server: RunningRepriseServer
beforeAll(async () => {
  folder = await createTemporaryFolder('guide')
  server = await startRepriseServer({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts') })
  mkdirSync(join(folder.path, 'data'))
  writeFileSync(join(folder.path, 'data', 'points.csv'), 'x,y\n1,2\n')
  symlinkSync(join(repositoryFolder, 'node_modules'), join(folder.path, 'node_modules'))
})
afterAll(async () => {
  await server.stop()
  await folder.remove()
})

describe('the TypeScript guide', () => {
  it('has a block for each expected output', () => {
    expect(blocks).toHaveLength(outputs.length)
  })

  it.each(blocks.map((block, index) => [block.line, block.code, outputs[index]!] as const))('line %i runs', async (line, code, output) => {
    mkdirSync(join(folder.path, 'spool'), { recursive: true })
    const file = join(folder.path, `block-${line}.mts`)
    writeFileSync(file, code)
    const env = { PATH: process.env['PATH'], MLFLOW_TRACKING_URI: server.url, REPRISE_SPOOL: join(folder.path, 'spool') }
    const { stdout, stderr } = await execute(process.execPath, ['--conditions=@reprise/source', file], { env, cwd: folder.path })
    expect(stderr).toBe('')
    expect(stdout).toMatch(output)
  })

  it('left the runs it tells of', async () => {
    const runs = await createTracker({ trackingUri: server.url, experimentName: 'guide', spool: false }).searchRuns().toArray()
    const named = (name: string) => runs.filter((run) => run.name === name)
    expect(named('baseline')[0]).toMatchObject({ status: 'FINISHED', params: { layers: '[64,64]' }, metrics: { loss: 0.01 } })
    expect(named('fold-2')[0]?.tags['mlflow.parentRunId']).toBe(named('search')[0]?.id)
    expect(named('training')[0]).toMatchObject({ status: 'FINISHED', metrics: { data_files_count: 1, data_size_bytes: 8, loss: 0.25 } })
    expect(named('training')[0]?.params).toMatchObject({ platform_system: expect.any(String), manifest_version: '1.0' })
    expect(named('close-issue')[0]).toMatchObject({ params: { issue: '123' }, metrics: { success: 1, steps_completed: 2 } })
  })

  it('names every variable that is read', () => {
    for (const [variable] of environment.matchAll(/\b(?:AWS|MLFLOW|REPRISE)_[A-Z\d_]+/g)) expect(guide).toContain(`\`${variable}\``)
  })
})
