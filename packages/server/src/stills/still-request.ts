import { decodeMessage, RepriseError, stillLimits, stillRequest, type StillRequest } from '@reprise/protocol'

/** Throws INVALID_PARAMETER_VALUE for what makes no sense. Each run counts once. */
export function readStillRequest(json: unknown): StillRequest {
  const asked = decodeMessage(stillRequest, json)
  const ids = [...new Set(asked.run_ids)]
  if (ids.length === 0) throw refused("Missing value for required parameter 'run_ids'.")
  if (ids.length > stillLimits.runs) throw refused(`A still shows at most ${stillLimits.runs} runs; these are ${ids.length}.`)
  if (asked.metrics.length > stillLimits.patterns)
    throw refused(`At most ${stillLimits.patterns} patterns can be given; these are ${asked.metrics.length}.`)
  if (asked.baseline !== undefined && !ids.includes(asked.baseline)) {
    throw refused(`The baseline ${asked.baseline} is not one of the runs.`, 'Name it among run_ids, too.')
  }
  return { ...asked, run_ids: ids }
}

/** Whether a name is one of those that patterns mean; without patterns every name is. */
export function createMatcher(patterns: readonly string[]): (name: string) => boolean {
  if (patterns.length === 0) return () => true
  const parts = patterns.map((pattern) => pattern.split('*'))
  return (name) => parts.some((pieces) => matches(name, pieces))
}

/** Piece by piece, so that no pattern takes long. */
function matches(name: string, [first = '', ...others]: readonly string[]): boolean {
  if (others.length === 0) return name === first
  if (!name.startsWith(first)) return false
  const last = others.at(-1) ?? ''
  let at = first.length
  for (const piece of others.slice(0, -1)) {
    const found = name.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return name.length - last.length >= at && name.endsWith(last)
}

function refused(message: string, hint?: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', message, hint === undefined ? {} : { hint })
}
