import { RepriseError } from '@reprise/protocol'
import ignore, { type Ignore } from 'ignore'
import { toReadablePath } from './path-text.ts'

/** Patterns in the language of .gitignore files. Without include patterns every file is taken. */
export interface Patterns {
  readonly includePatterns?: readonly string[] | undefined
  readonly excludePatterns?: readonly string[] | undefined
}

/** Which files of a folder are meant. Paths are those of manifests. */
export interface PathFilter {
  /** Whether a folder may hold anything that is meant. */
  entersFolder(path: string): boolean
  takesFile(path: string): boolean
}

/** A file is taken if an include pattern matches it, or a folder above it, and no exclude pattern does. */
export function createPathFilter({ includePatterns = [], excludePatterns = [] }: Patterns): PathFilter {
  const include = includePatterns.length === 0 ? undefined : toMatcher(includePatterns)
  const exclude = excludePatterns.length === 0 ? undefined : toMatcher(excludePatterns)
  return {
    entersFolder: (path) => exclude?.ignores(`${toReadablePath(path)}/`) !== true,
    takesFile: (path) => {
      if (include === undefined && exclude === undefined) return true
      const readable = toReadablePath(path)
      return include?.ignores(readable) !== false && exclude?.ignores(readable) !== true
    },
  }
}

function toMatcher(patterns: readonly string[]): Ignore {
  const bad = patterns.find((pattern) => pattern.trim() === '' || pattern.includes('\n'))
  if (bad !== undefined) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `${JSON.stringify(bad)} is no pattern.`, {
      hint: 'Write one as in a .gitignore file, such as *.csv or raw/.',
    })
  }
  return ignore({ ignorecase: false }).add([...patterns])
}
