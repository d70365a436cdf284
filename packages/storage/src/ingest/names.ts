import { limits, RepriseError } from '@reprise/protocol'
import { toPythonJson, toPythonRepr } from './python-text.ts'

/** Letters and digits of any script, as Python's `\w`. */
const allowed = /^[/\p{L}\p{N}_.\- :]*$/u
/** Names found good, so that the thousands of points of a loop check theirs once. */
const good = new Set<string>()
const REMEMBERED = 50_000

const characters = 'Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).'
const paths = 'Names may be treated as files in certain cases, and must not resolve to other names when treated as such.'

/** What MLflow calls a name that is too long: it has two words for the key of a tag. */
export type NamedEntity = 'Metric name' | 'Param key' | 'Tag key' | 'key'

/** Refuses a name of a metric, param or tag in MLflow's words; `path` is where it stands in the request. */
export function assertName(name: string, entity: NamedEntity, path: string): void {
  if (good.has(name)) return
  const invalid = (why: string) =>
    new RepriseError('INVALID_PARAMETER_VALUE', `Invalid value ${toPythonJson(name)} for parameter '${path}' supplied: ${why}`)
  if (!allowed.test(name)) throw invalid(characters)
  const resolved = normalisePath(name)
  if (resolved !== name || resolved === '.' || resolved.startsWith('..') || resolved.startsWith('/')) {
    throw invalid(`${paths} This name would resolve to ${toPythonRepr(resolved)}`)
  }
  if (name.length > limits.keyLength && [...name].length > limits.keyLength) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `'${entity}' exceeds the maximum length of ${limits.keyLength} characters`)
  }
  if (good.size >= REMEMBERED) good.clear()
  good.add(name)
}

/** Whether a name was found good before. */
export function isKnownName(name: string): boolean {
  return good.has(name)
}

/** As Python's `posixpath.normpath`: what a name would be as a path. */
function normalisePath(path: string): string {
  const root = path.startsWith('///') ? '/' : (/^\/{0,2}/.exec(path)?.[0] ?? '')
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..' || (root === '' && parts.length === 0) || parts.at(-1) === '..') parts.push(part)
    else parts.pop()
  }
  return root + parts.join('/') || '.'
}
