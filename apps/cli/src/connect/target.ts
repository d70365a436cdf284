import { resolve } from 'node:path'
import { RepriseError } from '@reprise/protocol'

/** Where a tracking URI points. */
export type Target = { readonly kind: 'server'; readonly url: string } | { readonly kind: 'folder'; readonly path: string }

/** Reads `http://…`, `file:./runs`, `file:///home/me/runs` and plain paths. Throws INVALID_PARAMETER_VALUE for anything else. */
export function readTarget(uri: string): Target {
  if (/^https?:\/\//i.test(uri)) return { kind: 'server', url: uri }
  const path = /^file:/i.test(uri) ? pathOfFileUri(uri) : uri
  if (!/^[a-z][a-z0-9+.-]+:/i.test(path)) return { kind: 'folder', path: resolve(path) }
  throw new RepriseError('INVALID_PARAMETER_VALUE', `${hidePassword(uri)} is neither a server nor a folder.`, {
    hint: 'Use http://HOST:PORT or ./FOLDER; for a store, start a server: reprise server --store STORE',
  })
}

function pathOfFileUri(uri: string): string {
  const path = decodeURIComponent(uri.slice('file:'.length)).replace(/^\/\/(?:localhost)?(?=\/)/i, '')
  return path.replace(/^\/(?=[A-Za-z]:[\\/])/, '')
}

/** For display: `postgresql://user:***@host/database`. */
export function hidePassword(uri: string): string {
  return uri.replace(/^([a-z][a-z0-9+.-]*:\/\/[^/?#]*?):[^/?#]*@/i, '$1:***@')
}
