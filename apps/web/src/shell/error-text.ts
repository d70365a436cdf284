import { RepriseError } from '@reprise/protocol'

/** What to tell a viewer of an error: the server's own words, and its hint. */
export function errorText(error: unknown): string {
  if (error instanceof RepriseError) return error.hint === undefined ? error.message : `${error.message} ${error.hint}`
  return error instanceof Error ? error.message : String(error)
}
