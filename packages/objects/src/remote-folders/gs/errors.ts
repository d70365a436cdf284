import { type ErrorCode, RepriseError } from '@reprise/protocol/errors'
import { networkProblem } from '../network-error.ts'

type Meaning = readonly [code: ErrorCode, said: string, hint?: string]

const login = 'Log in with `gcloud auth application-default login`, or set `credentialpath` of the remote.'

const byStatus: Readonly<Record<number, Meaning>> = {
  400: ['INVALID_PARAMETER_VALUE', 'the service does not take it'],
  401: ['UNAUTHENTICATED', 'the service does not know these credentials', login],
  403: [
    'PERMISSION_DENIED',
    'these credentials may not do that',
    'They need the role Storage Object Admin on the bucket, to read, write, list and delete.',
  ],
  408: ['TEMPORARILY_UNAVAILABLE', 'the service is busy', 'Try again later.'],
  412: ['RESOURCE_CONFLICT', 'it was replaced while it was read', 'Read it again.'],
  429: ['TEMPORARILY_UNAVAILABLE', 'the service is busy', 'Try again later.'],
}

interface Asked {
  readonly what: string
  readonly bucket: string
}

export function isMissing(error: unknown): boolean {
  return statusOf(error) === 404
}

export function toGsError(error: unknown, { what, bucket }: Asked): RepriseError {
  if (error instanceof RepriseError) return error
  const [code, said, hint] = meaningOf(error, bucket)
  return new RepriseError(code, `${what}: ${said}.`, { cause: error, ...(hint === undefined ? {} : { hint }) })
}

function meaningOf(error: unknown, bucket: string): Meaning {
  const message = error instanceof Error ? error.message : String(error)
  const status = statusOf(error)
  if (status === 404) return ['RESOURCE_DOES_NOT_EXIST', `there is no bucket ${bucket}`, 'Make it, or check its name.']
  if (status === 400 && /md5|hash|checksum/i.test(message))
    return ['DATA_LOSS', 'the bytes are not those of their digest', 'The file changed, or is damaged, where it came from.']
  if (status !== undefined && byStatus[status] !== undefined) return byStatus[status]
  if (status !== undefined && status >= 500) return ['TEMPORARILY_UNAVAILABLE', `the service answered with ${status}`, 'Try again later.']
  const problem = networkProblem(error)
  if (problem !== undefined)
    return ['TEMPORARILY_UNAVAILABLE', `the service can not be reached (${problem})`, 'Check the network, and endpointurl where it is set.']
  if (/default credentials|invalid_grant|invalid_client|private_key|client_email|credentials/i.test(message))
    return ['UNAUTHENTICATED', `nobody is logged in at Google (${message.split('\n')[0]})`, login]
  // What the library says of a name or file that it was given.
  return ['INTERNAL_ERROR', `the service answered: ${message.split('\n')[0]}`]
}

function statusOf(error: unknown): number | undefined {
  const code = error instanceof Error && 'code' in error ? Number(error.code) : Number.NaN
  return Number.isInteger(code) ? code : undefined
}
