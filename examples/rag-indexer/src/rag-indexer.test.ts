import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { configure, getRun, searchRuns } from '@reprise/sdk'
import { DataManifest } from '@reprise/sdk/capture'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { RagIndexer, VectorIndex } from './index.ts'

const documents = resolve(import.meta.dirname, '../documents')
const folder = mkdtempSync(join(tmpdir(), 'rag-indexer-test-'))
let count = 0
let outputDir = ''
beforeEach(() => {
  count += 1
  outputDir = join(folder, String(count))
  configure({ trackingUri: join(folder, `runs-${count}`), spool: false, experimentName: 'rag-indexer' })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const bare = { captureEnvironment: false, captureDataManifest: false }

describe('RagIndexer', () => {
  it('tracks what it indexed', async () => {
    const { runId, documents: read, chunks, recall } = await new RagIndexer({ ...bare, outputDir }).indexDocuments(documents)
    expect(await getRun(runId)).toMatchObject({
      status: 'FINISHED',
      params: { documents, embedding: 'hashed-n-grams', embedding_dimensions: '512', chunk_length: '400' },
      metrics: {
        documents_count: 12,
        chunks_count: chunks,
        embedding_dimensions: 512,
        recall_at_3: recall,
        duration_seconds: expect.any(Number),
      },
    })
    expect(read).toBe(12)
    expect(chunks).toBeGreaterThan(12)
    expect(recall).toBeGreaterThan(0.9)
  })

  it('writes the same bytes each time, and others for other documents', async () => {
    const copy = join(outputDir, 'documents')
    cpSync(documents, copy, { recursive: true })
    const index = (folder: string, into: string) => new RagIndexer({ ...bare, outputDir: join(outputDir, into) }).indexDocuments(folder)
    const [first, second] = [await index(documents, 'a'), await index(copy, 'b')]
    expect(readFileSync(second.indexFile)).toEqual(readFileSync(first.indexFile))
    expect(second.sha256).toBe(first.sha256)
    writeFileSync(join(copy, 'runs.md'), '# Runs\n\nSomething else.\n')
    expect((await index(copy, 'c')).sha256).not.toBe(first.sha256)
  })

  it('finds the document that answers a question, also in an index that is read from its file', async () => {
    const { indexFile } = await new RagIndexer({ ...bare, outputDir }).indexDocuments(documents)
    const [best] = await (await VectorIndex.read(indexFile)).ask('What happens to records while the server is unreachable?')
    expect(best).toMatchObject({ source: 'spool.md', text: expect.stringContaining('records wait in the spool') })
  })

  it('indexes nothing when the documents are not those of the manifest', async () => {
    const copy = join(outputDir, 'documents')
    cpSync(documents, copy, { recursive: true })
    const validate = join(outputDir, 'expected.json')
    await (await DataManifest.create(copy)).save(validate)
    const indexer = new RagIndexer({ ...bare, outputDir, validate })
    expect((await indexer.indexDocuments(copy)).documents).toBe(12)
    rmSync(join(copy, 'spool.md'))
    writeFileSync(join(copy, 'runs.md'), '# Runs\n')
    await expect(indexer.indexDocuments(copy)).rejects.toThrow(
      'The documents are not those of the manifest, and nothing was indexed:\n  missing: spool.md\n  altered: runs.md',
    )
    expect(await searchRuns().toArray()).toHaveLength(1)
  })

  it('indexes nothing where nobody can tell what is committed, when that is required', async () => {
    const start = process.cwd()
    process.chdir(folder)
    try {
      const indexer = new RagIndexer({ ...bare, outputDir, requireClean: true })
      await expect(indexer.indexDocuments(documents)).rejects.toThrow('A clean work tree needs git')
    } finally {
      process.chdir(start)
    }
    expect(existsSync(join(outputDir, 'index.json'))).toBe(false)
  })

  it('names a folder without documents', async () => {
    const empty = mkdtempSync(join(folder, 'empty-'))
    await expect(new RagIndexer({ ...bare, outputDir }).indexDocuments(empty)).rejects.toThrow(
      `There are no documents (*.md, *.txt) in ${empty}.`,
    )
  })
})
