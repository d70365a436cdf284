import type { RecordedCode, RecordedFile } from '@reprise/protocol'
import type { TakenCode } from '../take-snapshot.ts'
import type { LeftOut } from '../tree/left-out.ts'
import { toShownPath } from '../tree/paths.ts'

/** What is not in the trees, of the repository and those inside it, before it was read. */
export function describeAllLeftOut(code: TakenCode): RecordedCode['files'] {
  return flattenCode(code).flatMap(([{ taken }, prefix]) => taken.leftOut.map((leftOut) => describeLeftOut(leftOut, prefix)))
}

/** What is recorded of a file before anybody read it. */
export function describeLeftOut(leftOut: LeftOut, prefix: string): RecordedFile {
  return {
    path: prefix + toShownPath(leftOut.path),
    kind: 'FILE',
    size: leftOut.size,
    executable: leftOut.isExecutable,
    modified_at: leftOut.modifiedAt,
    known_by: 'SCAN',
    not_kept: 'It was not read yet.',
  }
}

/** A work tree and those inside it, each with what stands before its paths. */
export function flattenCode(code: TakenCode, prefix = ''): (readonly [TakenCode, string])[] {
  const inner = code.inner.flatMap(({ path, code: own }) => (own === undefined ? [] : flattenCode(own, `${prefix}${path}/`)))
  return [[code, prefix], ...inner]
}
