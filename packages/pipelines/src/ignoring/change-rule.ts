/** A pattern with the place it came from: `<file>:<line>:<pattern>`, or nothing for those that are always there. */
export interface Pattern {
  readonly text: string
  readonly origin: string
}

/**
 * A pattern of a folder's file as one that means the same from a folder above, of which `below` is the way down. The rewriting is DVC's, with
 * what it loses: an escaped character at the beginning is unescaped, and the folder's name becomes part of the pattern as it is.
 */
export function changeRule(text: string, below: string): string {
  let rule = text.trim()
  if (rule.startsWith('#')) return rule
  const isNegated = rule.startsWith('!')
  if (isNegated) rule = rule.slice(1)
  const isAnchored = rule.slice(0, -1).includes('/') && !rule.startsWith('**/')
  const prefix = isAnchored ? '/' : '**/'
  if (rule.startsWith(prefix)) rule = rule.slice(prefix.length)
  if (rule.startsWith('\\')) rule = rule.slice(1)
  return `${isNegated ? '!/' : ''}${below}${isAnchored ? '/' : '/**/'}${rule}`
}
