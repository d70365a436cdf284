import { isPathText } from './path-text.ts'

/** Longer than any path that a system takes. */
const LONGEST = 16_384
const dots = /(?:^|\/)\.{1,2}(?:\/|$)/

/** What is wrong with a path that stands in a manifest; undefined for one that stays below the folder. */
export function findPathProblem(text: string): string | undefined {
  if (text === '') return 'is empty'
  if (text.length > LONGEST) return `has more than ${LONGEST} characters`
  if (!isPathText(text)) return 'is not written as paths are: a backslash is \\\\, and a byte that is not UTF-8 \\xNN'
  if (text.includes('\0')) return 'has a NUL byte'
  if (text.startsWith('/')) return 'is absolute'
  if (text.endsWith('/') || text.includes('//')) return 'has an empty part'
  if (text.includes('.') && dots.test(text)) return 'has a part . or ..'
  return undefined
}
