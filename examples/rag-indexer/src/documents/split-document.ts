import type { Document } from './read-documents.ts'

/** A part of a document that is found by itself. */
export interface Chunk {
  /** `runs.md#0`. */
  readonly id: string
  readonly source: string
  /** Begins with the title of the document, so that a chunk says what it is about. */
  readonly text: string
}

/** Splits a document between paragraphs into chunks of some `length` characters; a paragraph that is longer stays whole. */
export function splitDocument({ source, text }: Document, length: number): Chunk[] {
  const blocks = text.split(/\n\s*\n/).map((block) => block.trim().replaceAll(/\s+/g, ' '))
  const title = blocks[0]?.startsWith('# ') === true ? blocks[0].slice(2) : source
  const pieces: string[] = []
  for (const paragraph of blocks.filter((block) => block !== '' && !block.startsWith('# '))) {
    const last = pieces.at(-1)
    if (last !== undefined && last.length + paragraph.length < length) pieces[pieces.length - 1] = `${last}\n${paragraph}`
    else pieces.push(paragraph)
  }
  return pieces.map((piece, index) => ({ id: `${source}#${index}`, source, text: `${title}\n${piece}` }))
}
