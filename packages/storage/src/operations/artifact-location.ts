import { resolve } from 'node:path'
import { limits, RepriseError } from '@reprise/protocol'

const scheme = /^[a-z][a-z0-9+.-]*:/i

/**
 * Where artifacts of a new experiment go, as its creator wants it: any URI without fragment, parameters or a way out
 * of its folder. A local path is made absolute on the server, as MLflow does, so that every run of it agrees.
 */
export function toArtifactLocation(given: string): string {
  if (given.startsWith('runs:')) throw refused(`Artifact location cannot be a runs:/ URI. Given: '${given}'`)
  const [path = '', query = ''] = given.split('?', 2)
  if (given.includes('#') || /;[^/]*$/.test(path)) throw refused("'artifact_location' URL can't include fragments or params.")
  if (decodeRepeatedly(query).includes('..')) throw refused('Invalid query string')
  const location = scheme.test(given) ? given : resolve(given)
  if (location.length > limits.artifactLocationLength) {
    throw refused(
      `Invalid artifact path length. The length of the artifact path cannot be greater than ${limits.artifactLocationLength} characters.`,
    )
  }
  return location
}

/** `root` with more path behind it; a query stays at the end. */
export function joinLocation(root: string, ...parts: readonly string[]): string {
  const at = root.indexOf('?')
  const [path, query] = at === -1 ? [root, ''] : [root.slice(0, at), root.slice(at)]
  return [path.replace(/\/+$/, ''), ...parts].join('/') + query
}

function decodeRepeatedly(text: string): string {
  let decoded = text
  for (let round = 0; round < 10; round++) {
    try {
      const next = decodeURIComponent(decoded)
      if (next === decoded) return decoded
      decoded = next
    } catch {
      return decoded
    }
  }
  throw refused('Invalid query string')
}

function refused(message: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', message)
}
