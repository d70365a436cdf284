import { RepriseError } from '@reprise/protocol/errors'

const LONGEST = 4096
const controlOrBackslash = /[\u0000-\u001f\u007f\\]/
const drive = /^[a-zA-Z]:/

/**
 * Accepts a relative path that stays inside the store and normalises nothing: `..`, `.`, empty segments, absolute
 * paths, drive letters, backslashes and control characters are refused, still encoded ones too.
 */
export function assertArtifactPath(path: string): void {
  const decoded = decodeFully(path)
  const segments = decoded.split('/')
  const bad =
    path === '' ||
    path.length > LONGEST ||
    controlOrBackslash.test(decoded) ||
    drive.test(decoded) ||
    segments.some((segment) => segment === '' || segment === '.' || segment === '..' || Buffer.byteLength(segment) > 255)
  if (bad) throw invalidPath(path)
}

/** MLflow's words, and a hint that shows the path. */
export function invalidPath(path: string): RepriseError {
  const shown = JSON.stringify(path.slice(0, 200))
  return new RepriseError('INVALID_PARAMETER_VALUE', 'Invalid path', {
    hint: `${shown} is not a relative path that stays inside the artifacts.`,
  })
}

/** Undoes repeated percent-encoding, so that `%252e%252e` is seen for what it is. */
function decodeFully(path: string): string {
  let text = path
  for (let round = 0; round < 4 && text.includes('%'); round++) {
    try {
      text = decodeURIComponent(text)
    } catch {
      return text
    }
  }
  return text
}
