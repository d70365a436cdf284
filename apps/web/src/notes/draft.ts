import { keep, readKept } from '../browser/kept.ts'
import { objectOf, parseJson } from '../json/read-json.ts'

/** What somebody has begun to write, and what it was written over. */
export interface Draft {
  readonly text: string
  /** The notes as they were when the writing began: others may have changed them since. */
  readonly base: string
}

const keyOf = (subject: string) => `reprise.draft.${subject}`

/** A draft that this browser has kept, of notes that were not saved. */
export function readDraft(subject: string): Draft | undefined {
  const { text, base } = objectOf(parseJson(readKept(keyOf(subject)) ?? ''))
  return typeof text === 'string' && typeof base === 'string' ? { text, base } : undefined
}

/** Keeps a draft until it is saved or thrown away; the page may be closed meanwhile, and the server be gone. */
export function keepDraft(subject: string, draft: Draft | undefined): void {
  keep(keyOf(subject), draft === undefined ? undefined : JSON.stringify(draft))
}
