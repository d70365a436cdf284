import { RepriseError } from '@reprise/protocol'
import { comparePaths } from '../paths/path-text.ts'

/** The entries in the order of their paths. Throws for a path that stands twice. */
export function sortEntries<Entry extends { readonly path: string }>(entries: readonly Entry[], name: string): Entry[] {
  const sorted = entries.toSorted((a, b) => comparePaths(a.path, b.path))
  for (const [index, { path }] of sorted.entries()) if (index > 0 && sorted[index - 1]?.path === path) throw standsTwice(path, name)
  return sorted
}

export function standsTwice(path: string, where: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', `${where}: the path ${JSON.stringify(path.slice(0, 200))} stands twice.`)
}
