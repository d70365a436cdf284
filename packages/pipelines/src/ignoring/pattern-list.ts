import type { Pattern } from './change-rule.ts'
import { toPatternRegex } from './pattern-regex.ts'

interface Rule {
  readonly matches: (path: string) => boolean
  readonly pattern: Pattern
}

/** Patterns that follow each other and are of one kind: of those that ignore, the first that matches is the one that is named. */
interface Group {
  readonly ignores: boolean
  readonly isForFolders: boolean
  readonly rules: readonly Rule[]
}

export interface PatternMatch {
  readonly ignored: boolean
  /** The pattern that decided. */
  readonly pattern: Pattern | undefined
}

const NO_MATCH: PatternMatch = { ignored: false, pattern: undefined }

/** All patterns that hold in a folder, relative to the root of the project. */
export class PatternList {
  readonly patterns: readonly Pattern[]
  readonly #groups: readonly Group[]

  constructor(patterns: readonly Pattern[]) {
    const rules = patterns.flatMap((pattern) => {
      const translated = toPatternRegex(pattern.text)
      return translated === undefined ? [] : [{ ...translated, pattern, isForFolders: pattern.text.endsWith('/') }]
    })
    this.patterns = rules.map(({ pattern }) => pattern)
    const groups: { ignores: boolean; isForFolders: boolean; rules: Rule[] }[] = []
    for (const rule of rules) {
      const last = groups.at(-1)
      if (rule.ignores && last?.ignores === true && last.isForFolders === rule.isForFolders) last.rules.push(rule)
      else groups.push({ ignores: rule.ignores, isForFolders: rule.isForFolders, rules: [rule] })
    }
    this.#groups = groups.toReversed()
  }

  /** What the patterns say of one path, whatever they say of the folders above it. The last group that matches decides. */
  matchOne(path: string, isFolder: boolean): PatternMatch {
    for (const { ignores, isForFolders, rules } of this.#groups) {
      if (isForFolders && !isFolder) continue
      const found = rules.find(({ matches }) => matches(path)) ?? (isFolder ? rules.find(({ matches }) => matches(`${path}/`)) : undefined)
      if (found !== undefined) return { ignored: ignores, pattern: found.pattern }
    }
    return NO_MATCH
  }

  /** What the patterns say of a path: an ignored folder above it decides. The matches are those that `check-ignore` lists. */
  match(path: string, isFolder: boolean): { readonly ignored: boolean; readonly patterns: readonly Pattern[] } {
    const patterns: Pattern[] = []
    for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      const above = this.matchOne(path.slice(0, slash), true)
      if (above.ignored) return { ignored: true, patterns: above.pattern === undefined ? [] : [above.pattern] }
    }
    const { ignored, pattern } = this.matchOne(path, isFolder)
    if (pattern !== undefined) patterns.push(pattern)
    return { ignored, patterns }
  }
}
