import { type ErrorCode, RepriseError } from '@reprise/protocol/errors'
import { networkProblem } from '../network-error.ts'

type Meaning = readonly [code: ErrorCode, said: string, hint?: string]

const busy: Meaning = ['TEMPORARILY_UNAVAILABLE', 'Google Drive takes no more requests for now', 'Try again later, with a smaller --jobs.']
const login: Meaning = [
  'UNAUTHENTICATED',
  'Google does not know this login any more',
  'Log in once with dvc, or use a service account: gdrive_use_service_account and gdrive_service_account_json_file_path.',
]

/** By the reason that Google names. */
const byReason: Readonly<Record<string, Meaning>> = {
  userRateLimitExceeded: busy,
  rateLimitExceeded: busy,
  dailyLimitExceeded: ['RESOURCE_EXHAUSTED', 'the requests of the day are used up', 'Go on tomorrow.'],
  storageQuotaExceeded: ['RESOURCE_EXHAUSTED', 'the storage is full', 'Free some space; a service account needs a shared drive.'],
  teamDriveFileLimitExceeded: ['RESOURCE_EXHAUSTED', 'the shared drive has as many files as it may have'],
  cannotDownloadAbusiveFile: [
    'PERMISSION_DENIED',
    'Google takes the file for malware',
    'Set gdrive_acknowledge_abuse of the remote to true to get it all the same.',
  ],
  accessNotConfigured: ['PERMISSION_DENIED', 'the project of this login has no Drive API', 'Switch it on in the console of Google Cloud.'],
  invalid_grant: login,
  invalid_client: login,
}

const byStatus: Readonly<Record<number, Meaning>> = {
  400: ['INVALID_PARAMETER_VALUE', 'Google Drive does not take it'],
  401: login,
  403: [
    'PERMISSION_DENIED',
    'this login may not do that',
    'Share the folder with it, as an editor; in a shared drive as a content manager.',
  ],
  404: [
    'RESOURCE_DOES_NOT_EXIST',
    'there is no such folder, or it is not shared with this login',
    'Check the id in the URL of the remote.',
  ],
  429: busy,
}

interface Answer {
  readonly status: number | undefined
  readonly reason: string | undefined
}

export function readAnswer(error: unknown): Answer {
  if (!(error instanceof Error)) return { status: undefined, reason: undefined }
  const { response, status, code } = error as { response?: { status?: unknown; data?: unknown }; status?: unknown; code?: unknown }
  const found = [response?.status, status, Number(code)].find((one) => typeof one === 'number' && one >= 100)
  return { status: typeof found === 'number' ? found : undefined, reason: reasonIn(response?.data) }
}

/** `{ error: { errors: [{ reason }] } }` of the API, `{ error: 'invalid_grant' }` where tokens are given. */
function reasonIn(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('error' in data)) return undefined
  const { error } = data
  if (typeof error === 'string') return error
  const errors = typeof error === 'object' && error !== null && 'errors' in error ? error.errors : undefined
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined
  const reason = typeof first === 'object' && first !== null && 'reason' in first ? first.reason : undefined
  return typeof reason === 'string' ? reason : undefined
}

export function toGdriveError(error: unknown, what: string): RepriseError {
  if (error instanceof RepriseError) return error
  const { status, reason } = readAnswer(error)
  const [code, said, hint] =
    byReason[reason ?? ''] ?? (status === undefined ? withoutAnswer(error) : (byStatus[status] ?? withStatus(status)))
  return new RepriseError(code, `${what}: ${said}.`, { cause: error, ...(hint === undefined ? {} : { hint }) })
}

function withStatus(status: number): Meaning {
  return status >= 500
    ? ['TEMPORARILY_UNAVAILABLE', `Google Drive answered with ${status}`, 'Try again later.']
    : ['BAD_REQUEST', `Google Drive answered with ${status}`]
}

function withoutAnswer(error: unknown): Meaning {
  const message = error instanceof Error ? error.message : String(error)
  const problem = networkProblem(error)
  if (problem !== undefined) return ['TEMPORARILY_UNAVAILABLE', `Google Drive can not be reached (${problem})`, 'Check the network.']
  return /PEM|DECODER|private key|asymmetric/i.test(message)
    ? ['UNAUTHENTICATED', `the key of the service account can not be used (${message})`]
    : ['INTERNAL_ERROR', message]
}
