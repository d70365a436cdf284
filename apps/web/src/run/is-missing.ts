import { RepriseError } from '@reprise/protocol'

/** Whether an error says that there is no such thing, and not that something failed. */
export function isMissing(error: unknown): boolean {
  return error instanceof RepriseError && error.status === 404
}
