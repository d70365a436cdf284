import { RepriseError } from '@reprise/protocol/errors'

/** The digest, or INVALID_PARAMETER_VALUE for what is none: it becomes part of a path. */
export function assertSha256(text: string): string {
  if (/^[\da-f]{64}$/.test(text)) return text
  throw new RepriseError('INVALID_PARAMETER_VALUE', `${JSON.stringify(text.slice(0, 100))} is no SHA-256 in lower-case hexadecimal digits.`)
}
