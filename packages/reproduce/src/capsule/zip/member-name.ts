import { RepriseError } from '@reprise/protocol'

const known = /^(?:manifest\.json|run\.json|ro-crate-metadata\.json|metrics\/\d{1,9}\.jsonl|artifacts\/.+)$/s
const leadsElsewhere = /(?:^|\/)\.{0,2}(?:\/|$)|[\\\p{Cc}]|^[a-z]:/iu

/** Throws INVALID_PARAMETER_VALUE for a name that leads out of its folder, names a folder, or has no place in a capsule. */
export function assertMemberName(name: string): void {
  if (known.test(name) && !leadsElsewhere.test(name)) return
  throw new RepriseError('INVALID_PARAMETER_VALUE', `A capsule has no member named ${JSON.stringify(name)}.`)
}
