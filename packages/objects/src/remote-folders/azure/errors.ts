import { type ErrorCode, RepriseError } from '@reprise/protocol/errors'
import { networkProblem } from '../network-error.ts'

type Meaning = readonly [code: ErrorCode, said: string, hint?: string]

const keys = 'Check account_name and account_key, connection_string or sas_token of the remote.'
const busy: Meaning = ['TEMPORARILY_UNAVAILABLE', 'the service is busy', 'Try again later.']

/** By the service's own names of errors. */
const meanings: Readonly<Record<string, Meaning>> = {
  ContainerNotFound: ['RESOURCE_DOES_NOT_EXIST', 'there is no such container', 'Make it, or check its name.'],
  ContainerBeingDeleted: ['RESOURCE_DOES_NOT_EXIST', 'the container is being deleted', 'Wait, or use another one.'],
  ResourceNotFound: [
    'RESOURCE_DOES_NOT_EXIST',
    'there is no such container, or not everybody may read it',
    'Check its name and the account.',
  ],
  AuthenticationFailed: ['UNAUTHENTICATED', 'the service does not know these keys', keys],
  InvalidAuthenticationInfo: ['UNAUTHENTICATED', 'the service does not understand these keys', keys],
  NoAuthenticationInformation: ['UNAUTHENTICATED', 'the service asks for keys', keys],
  AuthorizationFailure: [
    'PERMISSION_DENIED',
    'these keys may not do that',
    'They need to read, write, list and delete blobs of the container.',
  ],
  AuthorizationPermissionMismatch: [
    'PERMISSION_DENIED',
    'this account may not do that',
    'It needs the role Storage Blob Data Contributor.',
  ],
  PublicAccessNotPermitted: ['PERMISSION_DENIED', 'the account lets nobody in without keys', keys],
  InsufficientAccountPermissions: ['PERMISSION_DENIED', 'these keys may not do that'],
  Md5Mismatch: ['DATA_LOSS', 'the bytes are not those of their digest', 'The file changed, or is damaged, where it came from.'],
  InvalidMd5: ['DATA_LOSS', 'the bytes are not those of their digest', 'The file changed, or is damaged, where it came from.'],
  ConditionNotMet: ['RESOURCE_CONFLICT', 'it was replaced while it was read', 'Read it again.'],
  ServerBusy: busy,
  OperationTimedOut: busy,
  InternalError: busy,
  AccountIsDisabled: ['PERMISSION_DENIED', 'the account is disabled'],
  InvalidResourceName: ['INVALID_PARAMETER_VALUE', 'the container can not have such a name'],
}

const byStatus: Readonly<Record<number, Meaning>> = {
  401: ['UNAUTHENTICATED', 'the service does not know these keys', keys],
  403: ['PERMISSION_DENIED', 'these keys may not do that', keys],
  429: busy,
  500: busy,
  502: busy,
  503: busy,
  504: busy,
}

/** Whether the answer was that there is no such blob, which is not the same as no such container. */
export function isMissingBlob(error: unknown): boolean {
  return nameOf(error) === 'BlobNotFound'
}

export function toAzureError(error: unknown, what: string): RepriseError {
  if (error instanceof RepriseError) return error
  const problem = networkProblem(error)
  const [code, said, hint] =
    meanings[nameOf(error) ?? ''] ??
    byStatus[statusOf(error) ?? 0] ??
    (problem === undefined
      ? identityProblem(error)
      : (['TEMPORARILY_UNAVAILABLE', `the service can not be reached (${problem})`, 'Check the account and the network.'] as const))
  return new RepriseError(code, `${what}: ${said}.`, { cause: error, ...(hint === undefined ? {} : { hint }) })
}

function identityProblem(error: unknown): Meaning {
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) }
  const [line = ''] = message.split('\n')
  if (/Credential|Authentication/.test(name))
    return [
      'UNAUTHENTICATED',
      `nobody is logged in at Azure (${line})`,
      'Log in with `az login`, or set account_key, sas_token or connection_string of the remote.',
    ]
  return ['INTERNAL_ERROR', `the service answered: ${line}`]
}

function nameOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const { code, details } = error as { code?: unknown; details?: { errorCode?: unknown } }
  if (typeof details?.errorCode === 'string') return details.errorCode
  return typeof code === 'string' ? code : undefined
}

function statusOf(error: unknown): number | undefined {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  return typeof status === 'number' ? status : undefined
}
