import { existsSync } from 'node:fs'
import { RepriseError } from '@reprise/protocol/errors'
import { readTrackingUri } from '@reprise/sdk/tracking-uri'

/** Where a tracking URI points. */
export type Target = ReturnType<typeof readTrackingUri>

/** Reads what the SDK reads: `http://…`, `file:./runs`, `sqlite:///runs.db` and plain paths. Throws INVALID_PARAMETER_VALUE for anything else. */
export function readTarget(uri: string): Target {
  if (/^(?:https?|file|sqlite):/i.test(uri) || !/^[a-z][a-z0-9+.-]+:/i.test(uri)) return readTrackingUri(uri)
  throw new RepriseError('INVALID_PARAMETER_VALUE', `${hidePassword(uri)} is neither a server nor a folder.`, {
    hint: 'Use http://HOST:PORT or ./FOLDER; for a database, start a server: reprise server --store URL',
  })
}

/** A mistyped folder is told, not made. */
export function assertThere(path: string): void {
  if (existsSync(path)) return
  throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `There is no folder ${path}.`, {
    hint: 'Programs make it when they log to it. A server is named http://HOST:PORT.',
  })
}

/** For display: `postgresql://user:***@host/database`. */
export function hidePassword(uri: string): string {
  return uri.replace(/^([a-z][a-z0-9+.-]*:\/\/[^/?#]*?):[^/?#]*@/i, '$1:***@')
}
