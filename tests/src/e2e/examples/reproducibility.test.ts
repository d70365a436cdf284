import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Client, createClient } from '@reprise/client'
import { createTracker, type RecordedRun } from '@reprise/sdk'
import {
  createTemporaryFolder,
  repositoryFolder,
  type RunningRepriseServer,
  startRepriseServer,
  type TemporaryFolder,
} from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let folder: TemporaryFolder
let server: RunningRepriseServer
let client: Client
beforeAll(async () => {
  folder = await createTemporaryFolder('reproducibility')
  server = await startRepriseServer({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts') })
  client = createClient({ url: server.url })
})
afterAll(async () => {
  await server?.stop()
  await folder?.remove()
})

async function runExample(name: string, ...args: readonly string[]): Promise<string> {
  const { REPRISE_TRACKING_URI: _uri, MLFLOW_RUN_ID: _run, ...own } = process.env
  const command = ['--conditions=@reprise/source', 'tools/example.ts', name, ...args]
  const env = { ...own, MLFLOW_TRACKING_URI: server.url, REPRISE_SPOOL: 'off' }
  return (await promisify(execFile)(process.execPath, command, { cwd: repositoryFolder, env })).stdout
}

function findRuns(experimentName: string): Promise<RecordedRun[]> {
  const tracker = createTracker({ trackingUri: server.url, spool: false })
  return tracker.searchRuns({ experimentNames: [experimentName], orderBy: ['start_time DESC'] }).toArray()
}

async function listArtifacts({ artifactUri = '' }: RecordedRun, below: string): Promise<string[]> {
  return (await client.listArtifacts(artifactUri, below)).map(({ path }) => path)
}

async function readArtifact({ artifactUri = '' }: RecordedRun, path: string): Promise<Buffer> {
  const stream = await client.downloadArtifact(artifactUri, path)
  return Buffer.from(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer())
}

describe('npm run example -- rag-indexer', () => {
  it('tracks the index and what it was made from, the same twice', async () => {
    const output = join(folder.path, 'index')
    const printed = await runExample('rag-indexer', '--output', output, '--question', 'Can a deleted experiment be restored?')
    expect(printed).toMatch(/Can a deleted experiment be restored\?\n {2}0\.\d+ experiments\.md: /)
    await runExample('rag-indexer', '--output', output, '--validate', join(output, 'data_manifest.json'))

    const runs = await findRuns('rag-indexer')
    expect(runs.map(({ name, status }) => [name, status])).toEqual([
      ['rag-indexer', 'FINISHED'],
      ['rag-indexer', 'FINISHED'],
    ])
    for (const run of runs) {
      expect(run.params).toMatchObject({ embedding_dimensions: '512', hash_algorithms: 'md5,sha256', manifest_version: '1.0' })
      expect(run.params).toHaveProperty('platform_system')
      expect(run.metrics).toMatchObject({
        documents_count: 12,
        embedding_dimensions: 512,
        data_files_count: 13,
        data_size_bytes: expect.any(Number),
      })
      expect(run.metrics['recall_at_3']).toBeGreaterThan(0.9)
      expect(await listArtifacts(run, 'environment')).toEqual(
        expect.arrayContaining(['environment/requirements.txt', 'environment/system_info.json']),
      )
      const manifest = JSON.parse((await readArtifact(run, 'data_manifest/data_manifest.json')).toString()) as {
        summary: { total_files: number }
      }
      expect(manifest.summary.total_files).toBe(13)
    }
    const indexes = await Promise.all(runs.map((run) => readArtifact(run, 'index/index.json')))
    expect(indexes[0]).toEqual(indexes[1])
    expect(printed).toContain(`sha256 ${createHash('sha256').update(indexes[0]!).digest('hex')}`)
  })

  it('stops before the run when the documents have changed', async () => {
    const documents = join(folder.path, 'documents')
    cpSync(join(repositoryFolder, 'examples/rag-indexer/documents'), documents, { recursive: true })
    const output = join(folder.path, 'other')
    await runExample('rag-indexer', '--documents', documents, '--output', output, '--no-environment')
    const before = (await findRuns('rag-indexer')).length
    writeFileSync(join(documents, 'tags.md'), `${readFileSync(join(documents, 'tags.md'), 'utf8')}\nOne more.\n`)
    const again = runExample('rag-indexer', '--documents', documents, '--output', output, '--validate', join(output, 'data_manifest.json'))
    await expect(again).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('nothing was indexed:\n  altered: tags.md\n') })
    expect(await findRuns('rag-indexer')).toHaveLength(before)
  })
})

describe('npm run example -- reproducibility-tour', () => {
  it('shows what capture and manifests find, and leaves a run', async () => {
    const printed = await runExample('reproducibility-tour')
    expect(printed).toMatch(/^1\. What does this program run in\?\n/)
    expect(printed).toContain('   valid: all 3 files are as recorded\n')
    expect(printed).toMatch(
      / {3}not valid:\n {5}altered: raw\/monday\.csv .*\n {5}missing: raw\/tuesday\.csv\n {5}new: {5}raw\/friday\.csv\n/,
    )
    // Whoever works on this code meanwhile changes it, too.
    expect(printed).toMatch(/ {3}variable OMP_NUM_THREADS: .* before, [12] after\n/)
    const [run] = await findRuns('reproducibility-tour')
    expect(run).toMatchObject({ status: 'FINISHED', metrics: { data_files_count: 3 } })
    expect(printed).toContain(run!.id)
    expect(await listArtifacts(run!, 'data_manifest')).toEqual(['data_manifest/data_manifest.json'])
    expect(await listArtifacts(run!, 'environment')).toContain('environment/system_info.json')
  })
})
