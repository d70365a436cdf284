import { type ErrorCode, RepriseError } from '@reprise/protocol/errors'

type Meaning = readonly [code: ErrorCode, said: string, hint?: string]

/** By SFTP's status. */
const byStatus: Readonly<Record<number, Meaning>> = {
  2: ['RESOURCE_DOES_NOT_EXIST', 'it is not there'],
  3: ['PERMISSION_DENIED', 'this user may not do that', 'Check who owns the folder on the server, or log in as another user.'],
  4: ['INTERNAL_ERROR', 'the server says no more than that it failed', 'Its disk or quota may be full, or something else is in the place.'],
  5: ['INTERNAL_ERROR', 'the server did not understand'],
  8: ['NOT_IMPLEMENTED', 'the server can not do that'],
}

const unreachable = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'EPIPE'])

export const NO_SUCH_FILE = 2

/** SFTP's status, of an answer of the server; undefined for anything else, such as a connection that broke. */
export function statusOf(error: unknown): number | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'number' && code !== 6 && code !== 7 ? code : undefined
}

/** What an answer of the server, or none, means for the user. */
export function toSftpError(error: unknown, what: string): RepriseError {
  if (error instanceof RepriseError) return error
  const [code, said, hint] = byStatus[statusOf(error) ?? -1] ?? ['TEMPORARILY_UNAVAILABLE', `the connection broke (${messageOf(error)})`]
  return new RepriseError(code, `${what}: ${said}.`, { cause: error, ...(hint === undefined ? {} : { hint }) })
}

/** Why no connection came to stand. `place` is `host:port`. */
export function toConnectError(error: unknown, { place, user, told }: { place: string; user: string; told: readonly string[] }): unknown {
  if (error instanceof RepriseError || !(error instanceof Error)) return error
  const level = 'level' in error ? error.level : undefined
  const code = 'code' in error ? error.code : undefined
  if (level === 'client-authentication') {
    return new RepriseError(
      'UNAUTHENTICATED',
      `${place} does not let ${user} in: ${told.length === 0 ? 'there were no keys at all to try' : `it did not take ${told.join(' or ')}`}.`,
      {
        hint: 'Set user, keyfile or password of the remote, or add a key to the agent with ssh-add.',
        cause: error,
      },
    )
  }
  if (level === 'client-timeout')
    return new RepriseError('TEMPORARILY_UNAVAILABLE', `${place} did not answer in time.`, {
      hint: 'Check host, port and network, or raise `timeout` of the remote.',
      cause: error,
    })
  if ((typeof code === 'string' && unreachable.has(code)) || level === 'client-socket' || level === 'client-dns')
    return new RepriseError('TEMPORARILY_UNAVAILABLE', `${place} can not be reached (${messageOf(error)}).`, {
      hint: 'Check host, port and network.',
      cause: error,
    })
  if (error.message.startsWith('Handshake failed: no matching'))
    return new RepriseError('NOT_IMPLEMENTED', `${place} and Reprise have no way of encryption in common: ${error.message}`, {
      hint: 'The server is too old.',
      cause: error,
    })
  return new RepriseError('TEMPORARILY_UNAVAILABLE', `The connection to ${place} broke off: ${messageOf(error)}`, { cause: error })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
