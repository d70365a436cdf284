import { type ErrorCode, RepriseError } from '@reprise/protocol'
import { textOf } from './listing.ts'

const codes: Readonly<Record<string, ErrorCode>> = {
  NoSuchKey: 'RESOURCE_DOES_NOT_EXIST',
  NoSuchBucket: 'RESOURCE_DOES_NOT_EXIST',
  SlowDown: 'RESOURCE_EXHAUSTED',
}
const codeByStatus: Readonly<Record<number, ErrorCode>> = {
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'RESOURCE_DOES_NOT_EXIST',
  429: 'RESOURCE_EXHAUSTED',
}
const hints: Readonly<Record<string, string>> = {
  InvalidAccessKeyId: 'The service does not know AWS_ACCESS_KEY_ID.',
  // Of versitygw.
  XAdminUserNotFound: 'The service does not know AWS_ACCESS_KEY_ID.',
  SignatureDoesNotMatch: 'AWS_SECRET_ACCESS_KEY is not the one of AWS_ACCESS_KEY_ID.',
  AccessDenied: 'The keys may not do that with this bucket.',
  ExpiredToken: 'AWS_SESSION_TOKEN has expired.',
  RequestTimeTooSkewed: 'The clock of this machine is wrong.',
  AuthorizationHeaderMalformed: 'Set AWS_REGION to the region of the bucket.',
  PermanentRedirect: 'Set AWS_REGION to the region of the bucket.',
  NoSuchBucket: 'Make the bucket, or set AWS_ENDPOINT_URL_S3 to the service that has it.',
}

/** The error that S3 answers with, in the words of the service, and what can be done about it. Undefined for 2xx. */
export function errorOfS3(
  { status, body }: { readonly status: number; readonly body: Uint8Array },
  asked: string,
): RepriseError | undefined {
  const xml = new TextDecoder().decode(body.subarray(0, 4_096))
  const code = textOf(xml, 'Code')
  // An upload in parts may fail after it was answered with 200.
  if (status >= 200 && status < 300 && !xml.includes('<Error>')) return undefined
  const message = `${asked}: S3 answered ${status}${code === '' ? '' : ` ${code}`}${textOf(xml, 'Message') === '' ? '' : `, ${textOf(xml, 'Message')}`}`
  const hint = hints[code]
  const kind = codes[code] ?? codeByStatus[status] ?? (status >= 500 || status < 300 ? 'TEMPORARILY_UNAVAILABLE' : 'BAD_REQUEST')
  return new RepriseError(kind, message, hint === undefined ? {} : { hint })
}
