import type { ManifestValidation } from '@reprise/capture'
import { RepriseError } from '@reprise/protocol'

/** What was found at one path. */
export interface Finding {
  readonly what: string
  readonly path: string
  readonly detail: string
}

/** The error that a folder is not as recorded; undefined where it is. */
export function findTrouble(manifest: string, result: ManifestValidation): RepriseError | undefined {
  if (result.valid) return undefined
  return new RepriseError('DATA_LOSS', `The folder is not as ${manifest} says: ${countFindings(result)}.`, {
    hint: 'Restore the data, or make a new manifest if it was meant to change.',
  })
}

/** What is not as recorded, and special files, path by path. */
export function listFindings(result: ManifestValidation): Finding[] {
  const named = (what: string, paths: readonly string[]): Finding[] => paths.map((path) => ({ what, path, detail: '' }))
  const told = (what: string, problems: readonly { readonly path: string; readonly reason: string }[]): Finding[] =>
    problems.map(({ path, reason }) => ({ what, path, detail: reason }))
  return [
    ...named('missing', result.missing_files),
    ...result.hash_mismatches.map(({ path, expected, actual }) => ({
      what: 'changed',
      path,
      detail: expected.size_bytes === actual.size_bytes ? 'other bytes' : `${expected.size_bytes} → ${actual.size_bytes} bytes`,
    })),
    ...result.type_mismatches.map(({ path, expected, actual }) => ({ what: 'type', path, detail: `${expected} → ${actual}` })),
    ...named('extra', result.extra_files),
    ...told('unreadable', result.unreadable_files),
    ...told('changing', result.changed_files),
    ...told('special', result.special_files),
  ]
}

function countFindings(result: ManifestValidation): string {
  const counts = [
    [result.missing_files.length, 'missing'],
    [result.hash_mismatches.length, 'changed'],
    [result.type_mismatches.length, 'of another type'],
    [result.extra_files.length, 'extra'],
    [result.unreadable_files.length, 'unreadable'],
    [result.changed_files.length, 'written while they were read'],
  ] as const
  return counts.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`])).join(', ')
}
