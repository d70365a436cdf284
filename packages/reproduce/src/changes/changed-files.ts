import { existsSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import type { RunRecord } from '@reprise/protocol'
import type { ChangedSince } from './changed-since.ts'
import { findChange } from './is-same-file.ts'

/** Inputs, and code outside of git. A folder that is gone as a whole is said once, with the code. */
export async function findChangedFiles({ code, inputs }: RunRecord): Promise<ChangedSince[]> {
  const isThere = existsSync(code.root)
  const files = [
    ...code.files.map((file) => ({ file, kind: code.kind === 'FILES' ? ('code' as const) : ('data' as const) })),
    ...inputs.map((file) => ({ file, kind: 'data' as const })),
  ]
  const found: ChangedSince[] = []
  for (const { file, kind } of files) {
    if (file.kind !== 'FILE' || (!isThere && !isAbsolute(file.path))) continue
    const change = await findChange(isAbsolute(file.path) ? file.path : join(code.root, file.path), file)
    if (change !== undefined)
      found.push({ kind, subject: file.path, evidence: change === 'gone' ? 'is no longer there' : 'has changed since' })
  }
  return found
}
