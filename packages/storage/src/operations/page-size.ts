import { type Int64, RepriseError } from '@reprise/protocol'

/** The size of a page as asked for. Throws INVALID_PARAMETER_VALUE in MLflow's words. */
export function toPageSize(asked: Int64, most: number): number {
  if (asked < 1) throw refused(asked, 'It must be a positive integer')
  if (asked > most) throw refused(asked, `It must be at most ${most}`)
  return Number(asked)
}

function refused(asked: Int64, why: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', `Invalid value ${asked} for parameter 'max_results' supplied. ${why}`)
}
