import { readFile } from 'node:fs/promises'
import { RepriseError } from '@reprise/protocol/errors'
import { toLocalError } from './local-error.ts'

/** What a file of credentials of Google holds: of a service account, or of a user. Throws UNAUTHENTICATED for a file that is none. */
export async function readCredentials(file: string): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw toLocalError(error, file)
  })
  return parseCredentials(text, file)
}

/** @param place what the text is called in messages */
export function parseCredentials(text: string, place: string): Readonly<Record<string, string>> {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (error) {
    throw noCredentials(place, error)
  }
  if (typeof content !== 'object' || content === null || !('client_id' in content || 'client_email' in content || 'type' in content))
    throw noCredentials(place)
  return content as Readonly<Record<string, string>>
}

function noCredentials(place: string, cause?: unknown): RepriseError {
  return new RepriseError('UNAUTHENTICATED', `${place} holds no credentials of Google.`, {
    hint: 'It is the JSON file of a key of a service account, or what a tool of Google writes when somebody logs in.',
    cause,
  })
}
