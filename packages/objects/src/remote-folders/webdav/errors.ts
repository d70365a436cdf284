import { type ErrorCode, RepriseError } from '@reprise/protocol/errors'
import { networkProblem } from '../network-error.ts'

type Meaning = readonly [code: ErrorCode, said: string, hint?: string]

const byStatus: Readonly<Record<number, Meaning>> = {
  401: ['UNAUTHENTICATED', 'the server does not know who asks', 'Set user and password, or token, of the remote.'],
  403: ['PERMISSION_DENIED', 'this user may not do that', 'Ask whoever runs the server.'],
  405: ['NOT_IMPLEMENTED', 'the server does not do that', 'It may be no WebDAV server, or another folder of it is the one.'],
  409: ['RESOURCE_DOES_NOT_EXIST', 'the folder that it should be in is not there', 'Check the path of the remote.'],
  423: ['TEMPORARILY_UNAVAILABLE', 'somebody has locked it', 'Try again later.'],
  507: ['RESOURCE_EXHAUSTED', 'there is no space left', 'Free some space.'],
}

/** What an answer, or none, means for the user. */
export function toWebdavError(failed: unknown, what: string): RepriseError {
  if (failed instanceof RepriseError) return failed
  if (failed instanceof Response) {
    const [code, said, hint] = byStatus[failed.status] ?? [
      failed.status >= 500 || failed.status === 429 ? 'TEMPORARILY_UNAVAILABLE' : 'BAD_REQUEST',
      `the server answered with ${failed.status} ${failed.statusText}`.trim(),
    ]
    return new RepriseError(code, `${what}: ${said}.`, hint === undefined ? {} : { hint })
  }
  const problem = networkProblem(failed)
  const message = problem ?? (failed instanceof Error ? failed.message : String(failed))
  return new RepriseError('TEMPORARILY_UNAVAILABLE', `${what}: the server can not be reached (${message}).`, {
    hint: 'Check the address and the network.',
    cause: failed,
  })
}
