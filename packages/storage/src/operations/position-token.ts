import { RepriseError } from '@reprise/protocol'

/** Where a page ended, as text for the client to send back. */
export function writePosition(position: readonly number[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url')
}

/** Reads so many numbers; undefined where no token was sent. Throws INVALID_PARAMETER_VALUE for what is none. */
export function readPosition(token: string | undefined, length: number): readonly number[] | undefined {
  if (token === undefined || token === '') return undefined
  try {
    const position: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'))
    if (Array.isArray(position) && position.length === length && position.every((part) => Number.isSafeInteger(part)))
      return position as number[]
  } catch {
    // Told below.
  }
  throw new RepriseError('INVALID_PARAMETER_VALUE', 'Invalid page token, could not base64-decode', {
    hint: 'Send next_page_token as it was answered.',
  })
}
