import { RepriseError } from '@reprise/protocol'

/** What to tell a viewer of an error: the server's own words, and its hint. */
export function errorText(error: unknown): string {
  if (error instanceof RepriseError) return error.hint === undefined ? error.message : `${ended(error.message)} ${error.hint}`
  return error instanceof Error ? error.message : String(error)
}

/** With a mark at its end, so that what follows is a sentence of its own. */
function ended(sentence: string): string {
  return /[.:;!?]\s*$/.test(sentence) ? sentence : `${sentence}.`
}
