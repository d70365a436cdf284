import { resolve } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'

/** Where a tracking URI points: a server, or a folder on this machine that is used without one. */
export type TrackingTarget = { readonly kind: 'server'; readonly url: string } | { readonly kind: 'folder'; readonly path: string }

/** Reads `http://…`, `file:./runs`, `sqlite:///runs.db` and plain paths. Throws INVALID_PARAMETER_VALUE for anything else. */
export function readTrackingUri(uri: string): TrackingTarget {
  if (/^https?:\/\//i.test(uri)) return { kind: 'server', url: uri }
  const path = /^file:/i.test(uri) ? pathOfFileUri(uri) : uri.replace(/^sqlite:(?:\/\/\/)?/i, '')
  if (!/^[a-z][a-z0-9+.-]+:/i.test(path)) return { kind: 'folder', path: resolve(path) }
  throw new RepriseError('INVALID_PARAMETER_VALUE', `'${uri}' is not a tracking URI that the SDK knows.`, {
    hint: 'Use the URL of a server (http://127.0.0.1:5000) or a folder (./runs).',
  })
}

/** `file:./runs`, `file:///home/me/runs` and `file://localhost/home/me/runs`. */
function pathOfFileUri(uri: string): string {
  const path = decodeURIComponent(uri.slice('file:'.length)).replace(/^\/\/(?:localhost)?(?=\/)/i, '')
  return path.replace(/^\/(?=[A-Za-z]:[\\/])/, '')
}
