import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { create, insert, load, type Orama, type RawData, save, search } from '@orama/orama'
import type { Chunk } from '../documents/split-document.ts'
import { countWords, type WordCounts } from '../embedding/count-words.ts'
import { embedText } from '../embedding/embed-text.ts'

/** A chunk that was found; `score` is the cosine of the angle between it and the question. */
export interface Hit {
  readonly source: string
  readonly text: string
  readonly score: number
}

interface IndexFile {
  readonly format: 'rag-index/1'
  readonly dimensions: number
  readonly wordCounts: WordCounts
  readonly store: RawData
}

type Store = Orama<{ source: 'enum'; embedding: `vector[${number}]` }>

/** Chunks with their vectors, in an embedded vector store. The same chunks give the same file. */
export class VectorIndex {
  readonly dimensions: number
  readonly #wordCounts: WordCounts
  readonly #store: Store

  private constructor({ dimensions, wordCounts }: Omit<IndexFile, 'format' | 'store'>) {
    this.dimensions = dimensions
    this.#wordCounts = wordCounts
    this.#store = create({ schema: { source: 'enum', embedding: `vector[${dimensions}]` }, id: 'rag-index' })
  }

  static async build(chunks: readonly Chunk[], dimensions: number): Promise<VectorIndex> {
    const index = new VectorIndex({ dimensions, wordCounts: countWords(chunks.map(({ text }) => text)) })
    for (const chunk of chunks) await insert(index.#store, { ...chunk, embedding: index.#embed(chunk.text) })
    return index
  }

  static async read(file: string): Promise<VectorIndex> {
    const content = JSON.parse(await readFile(file, 'utf8')) as IndexFile
    if (content.format !== 'rag-index/1') throw new Error(`${file} is no index of this program.`)
    const index = new VectorIndex(content)
    load(index.#store, content.store)
    return index
  }

  /** Writes the index, and returns the SHA-256 of the file. */
  async write(file: string): Promise<string> {
    const content: IndexFile = {
      format: 'rag-index/1',
      dimensions: this.dimensions,
      wordCounts: this.#wordCounts,
      store: save(this.#store),
    }
    const text = `${JSON.stringify(content)}\n`
    await writeFile(file, text)
    return createHash('sha256').update(text).digest('hex')
  }

  /** The chunks nearest to a question, the nearest first. */
  async ask(question: string, limit = 3): Promise<Hit[]> {
    const vector = { value: this.#embed(question), property: 'embedding' }
    const { hits } = await search(this.#store, { mode: 'vector', vector, similarity: 0, limit })
    return hits.map(({ document, score }) => {
      const { source, text } = document as unknown as Chunk
      return { source, text, score }
    })
  }

  #embed(text: string): number[] {
    return embedText(text, this.#wordCounts, this.dimensions)
  }
}
