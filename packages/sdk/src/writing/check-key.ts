import { RepriseError } from '@reprise/protocol/errors'
import { limits } from '@reprise/protocol/limits'

const allowed = /^[/\p{L}\p{N}_.\- :]+$/u
const leadsElsewhere = /^\/|\/$|\/\/|(?:^|\/)\.{1,2}(?:\/|$)/
const REMEMBERED = 10_000
const known = new Set<string>()

/**
 * Throws INVALID_PARAMETER_VALUE for a name of a metric, param or tag that the server would refuse, so that the error
 * appears where the name was written and not in the background. Names may be used as file names, hence the rule about paths.
 */
export function checkKey(key: string, entity: 'metric' | 'param' | 'tag'): void {
  if (known.has(key)) return
  if (typeof key !== 'string' || !allowed.test(key)) {
    throw invalid(entity, key, 'it may only contain letters, digits, underscores, dashes, periods, spaces, colons and slashes')
  }
  if (leadsElsewhere.test(key)) throw invalid(entity, key, 'as a path it would lead elsewhere')
  if (key.length > limits.keyLength) throw invalid(entity, key, `it is longer than ${limits.keyLength} characters`)
  if (known.size >= REMEMBERED) known.clear()
  known.add(key)
}

function invalid(entity: string, key: string, why: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', `'${key}' can not be the name of a ${entity}: ${why}.`)
}
