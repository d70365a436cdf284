import type { Trial } from './explanation.ts'

const MOST_NAMED = 3

/** What was undone, in words. */
export function nameTrial({ changes }: Pick<Trial, 'changes'>): string {
  if (changes.length === 0) return 'nothing, as recorded'
  const rest = changes.length - MOST_NAMED
  return `${changes.slice(0, MOST_NAMED).join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`
}
