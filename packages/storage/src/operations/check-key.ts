import { posix } from 'node:path'
import { RepriseError } from '@reprise/protocol'

/** Python's `\w`, which is what MLflow's own check is made of: letters and numbers of any script. */
const allowed = /^[/\p{L}\p{N}_.\- :]*$/u

/** Refuses names that MLflow refuses, in its words; `path` is where the name stands in the request. */
export function assertKey(name: string, path: string): void {
  if (!allowed.test(name)) {
    throw invalidName(
      name,
      path,
      'Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).',
    )
  }
  const resolved = posix.normalize(name).replace(/(?<=.)\/$/, '')
  if (resolved !== name || resolved === '.' || resolved.startsWith('..') || resolved.startsWith('/')) {
    throw invalidName(
      name,
      path,
      'Names may be treated as files in certain cases, and must not resolve to other names when treated as such. ' +
        `This name would resolve to '${resolved}'`,
    )
  }
}

function invalidName(name: string, path: string, reason: string): RepriseError {
  return new RepriseError(
    'INVALID_PARAMETER_VALUE',
    `Invalid value ${toAscii(JSON.stringify(name))} for parameter '${path}' supplied: ${reason}`,
  )
}

/** As Python prints JSON. */
function toAscii(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
