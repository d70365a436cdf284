import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Run, withRun } from '@reprise/sdk'
import { captureEnvironment, DataManifest, type Environment } from '@reprise/sdk/capture'
import { assertSameDocuments } from './assert-same-documents.ts'
import { documentPatterns, readDocuments, readKnownQuestions } from './documents/read-documents.ts'
import { splitDocument } from './documents/split-document.ts'
import { VectorIndex } from './index-file/vector-index.ts'
import { measureRecall } from './measure-recall.ts'

export interface RagIndexerOptions {
  /** Log what the index was made in. Default true. */
  readonly captureEnvironment?: boolean
  /** Log what the documents were. Default true. */
  readonly captureDataManifest?: boolean
  /** Where the index, the manifest and the captured environment are written. Default `.cache/rag-indexer`. */
  readonly outputDir?: string
  /** A manifest that the documents must agree with. */
  readonly validate?: string | undefined
  /** Refuse uncommitted changes. Default false. */
  readonly requireClean?: boolean
  /** Numbers per vector. Default 512. */
  readonly dimensions?: number
  /** Characters per chunk, more or less. Default 400. */
  readonly chunkLength?: number
}

/** What became of an indexing. */
export interface IndexedDocuments {
  readonly runId: string
  readonly runUrl: string
  readonly index: VectorIndex
  readonly indexFile: string
  /** Of the index file, in hexadecimal digits: the same for the same documents and options. */
  readonly sha256: string
  readonly documents: number
  readonly chunks: number
  /** From 0 to 1; undefined where nobody knows questions. */
  readonly recall: number | undefined
}

const defaults = {
  captureEnvironment: true,
  captureDataManifest: true,
  outputDir: '.cache/rag-indexer',
  requireClean: false,
  dimensions: 512,
  chunkLength: 400,
}

/** Indexes documents for retrieval, and tracks what the index was made from. */
export class RagIndexer {
  readonly #options: Required<Omit<RagIndexerOptions, 'validate'>> & Pick<RagIndexerOptions, 'validate'>

  constructor(options: RagIndexerOptions = {}) {
    this.#options = { ...defaults, ...options }
  }

  /**
   * Indexes the Markdown and text files of a folder. What was asked to be checked is checked before there is a run: rejects when the
   * documents are not those of the manifest, or when there are uncommitted changes.
   */
  async indexDocuments(folder: string): Promise<IndexedDocuments> {
    const { validate, captureDataManifest, dimensions, chunkLength } = this.#options
    if (validate !== undefined) await assertSameDocuments(await DataManifest.load(validate), folder)
    await mkdir(this.#options.outputDir, { recursive: true })
    const environment = await this.#captureEnvironment()
    const manifest = captureDataManifest ? await this.#writeManifest(folder) : undefined

    const params = { documents: folder, embedding: 'hashed-n-grams', embedding_dimensions: dimensions, chunk_length: chunkLength }
    return withRun({ name: 'rag-indexer', params }, async (run) => {
      if (this.#options.captureEnvironment) await environment?.logToRun({ run })
      await manifest?.logToRun({ run })
      return this.#index(folder, run)
    })
  }

  async #captureEnvironment(): Promise<Environment | undefined> {
    const { captureEnvironment: isWanted, outputDir, requireClean } = this.#options
    return isWanted || requireClean ? captureEnvironment({ outputDir: join(outputDir, 'environment'), requireClean }) : undefined
  }

  async #writeManifest(folder: string): Promise<DataManifest> {
    const manifest = await DataManifest.create(folder, { include: documentPatterns })
    await manifest.save(join(this.#options.outputDir, 'data_manifest.json'))
    return manifest
  }

  async #index(folder: string, run: Run): Promise<IndexedDocuments> {
    const { dimensions, chunkLength, outputDir } = this.#options
    const started = performance.now()
    const documents = await readDocuments(folder)
    const chunks = documents.flatMap((document) => splitDocument(document, chunkLength))
    const index = await VectorIndex.build(chunks, dimensions)
    const indexFile = join(outputDir, 'index.json')
    const sha256 = await index.write(indexFile)
    const recall = await measureRecall(index, await readKnownQuestions(folder))

    run.logMetrics({
      documents_count: documents.length,
      chunks_count: chunks.length,
      embedding_dimensions: dimensions,
      duration_seconds: (performance.now() - started) / 1_000,
      recall_at_3: recall,
    })
    run.setTag('index_sha256', sha256)
    await run.logArtifact(indexFile, 'index')
    return { runId: run.id, runUrl: run.url, index, indexFile, sha256, documents: documents.length, chunks: chunks.length, recall }
  }
}
