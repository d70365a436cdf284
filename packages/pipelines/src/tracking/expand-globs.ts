import { globSync } from 'node:fs'
import { RepriseError } from '@reprise/protocol/errors'
import { repr } from '../python/index.ts'

/** Targets with shell patterns as the paths that they stand for; `**` is any folders. Throws RESOURCE_DOES_NOT_EXIST where none matches. */
export function expandGlobs(targets: readonly string[], cwd: string): string[] {
  const found = targets.flatMap((pattern) =>
    globSync(pattern, { cwd })
      .filter((path) => isShown(path, pattern))
      .toSorted(),
  )
  if (found.length === 0) throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `Glob ${repr([...targets])} has no matches.`)
  return found
}

/** Names that begin with a dot are meant only where the pattern says so. */
function isShown(path: string, pattern: string): boolean {
  return /(?:^|\/)\./.test(pattern) || !/(?:^|\/)\.[^./]/.test(path)
}
