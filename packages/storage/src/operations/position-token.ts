import { RepriseError } from '@reprise/protocol'

/** Where a page ended, as text for the client to send back. */
export function writePosition(position: readonly (number | string)[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url')
}

/** Reads so many numbers; undefined where no token was sent. Throws INVALID_PARAMETER_VALUE for what is none. */
export function readPosition(token: string | undefined, length: number): readonly number[] | undefined {
  return read(token, (position): position is number[] => position.length === length && position.every(Number.isSafeInteger))
}

/** The same of a text, in whose order the pages are, and a number where texts are the same. */
export function readNamePosition(token: string | undefined): readonly [name: string, id: number] | undefined {
  return read(
    token,
    (position): position is [string, number] =>
      position.length === 2 && typeof position[0] === 'string' && position[0].isWellFormed() && Number.isSafeInteger(position[1]),
  )
}

function read<Position>(
  token: string | undefined,
  isPosition: (position: unknown[]) => position is Position & unknown[],
): Position | undefined {
  if (token === undefined || token === '') return undefined
  try {
    const position: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'))
    if (Array.isArray(position) && isPosition(position)) return position
  } catch {
    // Told below.
  }
  throw new RepriseError('INVALID_PARAMETER_VALUE', 'Invalid page token, could not base64-decode', {
    hint: 'Send next_page_token as it was answered.',
  })
}
