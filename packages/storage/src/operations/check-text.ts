import { RepriseError } from '@reprise/protocol'

/** Refuses a text that is too long, in MLflow's words. Lengths are in characters, not UTF-16 units. */
export function assertLength(text: string | undefined, limit: number, label: string): void {
  if (text !== undefined && isLonger(text, limit)) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `'${label}' exceeds the maximum length of ${limit} characters`)
  }
}

/** Cuts a text that is too long; a character outside the basic plane counts once and is never cut in half. */
export function truncate(text: string, limit: number): string {
  return isLonger(text, limit) ? Array.from(text).slice(0, limit).join('') : text
}

function isLonger(text: string, limit: number): boolean {
  return text.length > limit && (text.length > 2 * limit || Array.from(text).length > limit)
}
