import { type ErrorCode, RepriseError } from '@reprise/protocol/errors'

interface Asked {
  readonly what: string
  readonly bucket: string
  readonly endpoint: string | undefined
}

type Meaning = readonly [code: ErrorCode, said: (asked: Asked) => string, hint?: string]

const wrongKey: Meaning = [
  'UNAUTHENTICATED',
  () => 'the service does not know these keys: it has no such access key',
  'Check AWS_ACCESS_KEY_ID, or the profile in ~/.aws.',
]
const wrongSecret: Meaning = [
  'UNAUTHENTICATED',
  () => 'the service does not know these keys: the secret is not that of the access key',
  'Check AWS_SECRET_ACCESS_KEY, or the profile in ~/.aws.',
]
const noKeys: Meaning = ['UNAUTHENTICATED', () => 'there are no keys', 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.']
const expired: Meaning = ['UNAUTHENTICATED', () => 'the session of these keys has ended', 'Log in again.']
const refused: Meaning = [
  'PERMISSION_DENIED',
  ({ bucket }) => `these keys may not do that in the bucket ${bucket}`,
  'They need s3:ListBucket on the bucket, and s3:GetObject, s3:PutObject and s3:DeleteObject on what is in it.',
]
const noBucket: Meaning = ['RESOURCE_DOES_NOT_EXIST', ({ bucket }) => `there is no bucket ${bucket}`, 'Make it, or check its name.']
const wrongClock: Meaning = [
  'TEMPORARILY_UNAVAILABLE',
  () => "this machine's clock is wrong",
  'Set the clock; the service refuses what seems old.',
]
const otherRegion: Meaning = ['INVALID_PARAMETER_VALUE', () => 'the bucket is in another region', 'Name its region.']
const unreachable: Meaning = [
  'TEMPORARILY_UNAVAILABLE',
  ({ endpoint }) => `${endpoint ?? 'the service'} can not be reached`,
  'Check the endpoint and the network.',
]
const slow: Meaning = ['TEMPORARILY_UNAVAILABLE', () => 'the service is busy', 'Try again later.']
const clash: Meaning = ['INVALID_PARAMETER_VALUE', () => 'a file and a folder can not have the same path']
const tooLong: Meaning = ['INVALID_PARAMETER_VALUE', () => 'the path is too long']
const damaged: Meaning = [
  'DATA_LOSS',
  () => 'the bytes are not those of their digest',
  'The file changed, or is damaged, where it came from.',
]
const certificate: Meaning = ['PERMISSION_DENIED', () => 'its certificate is not trusted', 'Trust its authority, or use another endpoint.']

const meanings: Readonly<Record<string, Meaning>> = {
  InvalidAccessKeyId: wrongKey,
  SignatureDoesNotMatch: wrongSecret,
  XAdminUserNotFound: wrongKey,
  CredentialsProviderError: noKeys,
  ExpiredToken: expired,
  InvalidToken: expired,
  TokenRefreshRequired: expired,
  AccessDenied: refused,
  AllAccessDisabled: refused,
  NoSuchBucket: noBucket,
  InvalidBucketName: noBucket,
  RequestTimeTooSkewed: wrongClock,
  RequestExpired: wrongClock,
  PermanentRedirect: otherRegion,
  AuthorizationHeaderMalformed: otherRegion,
  SlowDown: slow,
  ServiceUnavailable: slow,
  InternalError: slow,
  RequestTimeout: slow,
  TimeoutError: unreachable,
  ECONNREFUSED: unreachable,
  ECONNRESET: unreachable,
  ENOTFOUND: unreachable,
  EAI_AGAIN: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ETIMEDOUT: unreachable,
  EPIPE: unreachable,
  EPROTO: unreachable,
  DEPTH_ZERO_SELF_SIGNED_CERT: certificate,
  SELF_SIGNED_CERT_IN_CHAIN: certificate,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: certificate,
  CERT_HAS_EXPIRED: certificate,
  ERR_TLS_CERT_ALTNAME_INVALID: certificate,
  ObjectParentIsFile: clash,
  ExistingObjectIsDirectory: clash,
  ExistingObjectIsFile: clash,
  KeyTooLongError: tooLong,
  KeyTooLong: tooLong,
  BadDigest: damaged,
  InvalidDigest: damaged,
  XAmzContentSHA256Mismatch: damaged,
  InvalidPart: ['INVALID_PARAMETER_VALUE', () => 'a part with this etag was not uploaded'],
  InvalidPartOrder: ['INVALID_PARAMETER_VALUE', () => 'the parts are not in order'],
  EntityTooSmall: ['INVALID_PARAMETER_VALUE', () => 'a part is too small: all but the last have at least 5 MiB'],
  NoSuchUpload: ['RESOURCE_DOES_NOT_EXIST', () => 'there is no such upload'],
  QuotaExceeded: ['RESOURCE_EXHAUSTED', () => 'the quota is used up', 'Free some space.'],
}

/** By the answer's status, where its name says nothing: HEAD has no body to say more in. */
const byStatus: Readonly<Record<number, Meaning>> = {
  301: otherRegion,
  403: refused,
  408: slow,
  429: slow,
  500: slow,
  502: slow,
  503: slow,
  504: slow,
}

/** What an error of the SDK means for the user. Ones of a stream that was to be stored stay as they are. */
export function toBucketError(error: unknown, asked: Asked): unknown {
  if (error instanceof RepriseError || !isRecord(error)) return error
  const [code, said, hint] = meaningOf(error) ?? []
  if (code !== undefined && said !== undefined) {
    return new RepriseError(code, `${asked.what}: ${said(asked)}.`, { cause: error, ...(hint === undefined ? {} : { hint }) })
  }
  if (statusOf(error) === undefined) return error
  return new RepriseError('INTERNAL_ERROR', `${asked.what}: the service answered ${String(error['name'])}: ${String(error['message'])}`, {
    cause: error,
  })
}

/** Whether it is the bucket, or the way to it, that was refused: whoever keeps something there for others can not blame them. */
export function isBucketTrouble(error: unknown): boolean {
  if (!(error instanceof RepriseError)) return false
  return (
    error.code === 'UNAUTHENTICATED' || error.code === 'PERMISSION_DENIED' || (isRecord(error.cause) && meaningOf(error.cause) === noBucket)
  )
}

/** Whether the answer was that there is no such object, which is not the same as no such bucket. */
export function isMissingObject(error: unknown): boolean {
  return isRecord(error) && (error['name'] === 'NoSuchKey' || (error['name'] === 'NotFound' && statusOf(error) === 404))
}

/** Whether the answer was that the object is another by now. */
export function isOtherObject(error: unknown): boolean {
  return isRecord(error) && statusOf(error) === 412
}

function meaningOf(error: Readonly<Record<string, unknown>>): Meaning | undefined {
  for (const name of [error['name'], error['Code'], error['code']]) {
    if (typeof name === 'string' && Object.hasOwn(meanings, name)) return meanings[name]
  }
  const inner = error['cause']
  return (isRecord(inner) ? meaningOf(inner) : undefined) ?? byStatus[statusOf(error) ?? 0]
}

function statusOf(error: Readonly<Record<string, unknown>>): number | undefined {
  const metadata = error['$metadata']
  const status = isRecord(metadata) ? metadata['httpStatusCode'] : undefined
  return typeof status === 'number' ? status : undefined
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
