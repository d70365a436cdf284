export { type Hit, VectorIndex } from './index-file/vector-index.ts'
export { type IndexedDocuments, RagIndexer, type RagIndexerOptions } from './rag-indexer.ts'
