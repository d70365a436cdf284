import type { KnownQuestion } from './documents/read-documents.ts'
import type { VectorIndex } from './index-file/vector-index.ts'

/** The share, from 0 to 1, of questions whose document is among the first three chunks found; undefined without questions. */
export async function measureRecall(index: VectorIndex, questions: readonly KnownQuestion[]): Promise<number | undefined> {
  if (questions.length === 0) return undefined
  const found = await Promise.all(
    questions.map(async ({ question, source }) => (await index.ask(question)).some((hit) => hit.source === source)),
  )
  return found.filter(Boolean).length / questions.length
}
