import { parseAnswer, RepriseError, toRepriseError } from '@reprise/protocol'

/** Has a running server do something to its own store. */
export async function askServer<T>(url: string, what: 'gc' | 'fsck', request: Record<string, unknown>): Promise<T> {
  const response = await fetch(`${url.replace(/\/+$/, '')}/api/reprise/1/store/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  }).catch((error: unknown) => {
    throw new RepriseError('TEMPORARILY_UNAVAILABLE', `No server answers at ${url}.`, { hint: 'Check --tracking-uri.', cause: error })
  })
  const answer = parseAnswer(new Uint8Array(await response.arrayBuffer()))
  if (!response.ok) throw toRepriseError(answer, 'INTERNAL_ERROR')
  return answer as T
}
