import { type ErrorCode, RepriseError } from '@reprise/protocol'

const codes: ReadonlySet<ErrorCode> = new Set(['UNAUTHENTICATED', 'PERMISSION_DENIED', 'RESOURCE_EXHAUSTED', 'TEMPORARILY_UNAVAILABLE'])

/** Whether a failure would meet every run, as when the server is away. All others are of one run, and the next is looked at. */
export function concernsServer(error: unknown): boolean {
  return !(error instanceof RepriseError) || codes.has(error.code)
}

/** Whether there is no such artifact: it was deleted, its path is none, or artifacts are elsewhere (s3://…). */
export function saysMissing(error: unknown): boolean {
  return error instanceof RepriseError && (error.code === 'RESOURCE_DOES_NOT_EXIST' || error.code === 'INVALID_PARAMETER_VALUE')
}
