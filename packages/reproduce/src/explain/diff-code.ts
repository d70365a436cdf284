import { rm } from 'node:fs/promises'
import type { CauseKind } from '@reprise/compare'
import { RepriseError } from '@reprise/protocol'
import type { ReproduceParts } from '../options.ts'
import type { RecordedRun } from '../original/read-original.ts'
import { openWorkFolder } from '../work-folder.ts'
import { findCode } from './finders/code.ts'
import { isToggle } from './toggle.ts'

/** One file of the code that two runs do not have alike. */
export interface CodeChange {
  /** Below the root of the code. */
  readonly path: string
  /** `data` for what a run read and is no program or setting. */
  readonly kind: CauseKind
  /** From the first run to the second, a unified diff without secrets. Absent for what is no text, or too much of it. */
  readonly patch?: string
  /** Why nothing more can be said. */
  readonly why?: string
}

/**
 * Lists the files in which the recorded code of two runs differs, without what one of them wrote itself. Nothing is asked but the tracking
 * server. Where code is lost, one entry says so; rejects only when the server can not be asked, or with the reason of `signal`.
 */
export async function diffCode(
  { client, env }: Pick<ReproduceParts, 'client' | 'env'>,
  [a, b]: readonly [RecordedRun, RecordedRun],
  signal?: AbortSignal,
): Promise<readonly CodeChange[]> {
  const written = new Set([a, b].flatMap(({ record }) => record.outputs.map(({ path }) => path)))
  const folder = await openWorkFolder({})
  try {
    const context = { client, env, progress: () => undefined, isOffline: true, signal }
    const found = await findCode({ a, b, folder: folder.path, name: a.id.slice(0, 8), context })
    return found
      .filter(({ subject }) => !written.has(subject))
      .map((one) => {
        const change = { path: one.subject, kind: one.kind }
        if (!isToggle(one)) return { ...change, why: one.why }
        return one.patch === undefined ? change : { ...change, patch: one.patch }
      })
      .toSorted((first, second) => (first.path < second.path ? -1 : 1))
  } catch (error) {
    signal?.throwIfAborted()
    if (!(error instanceof RepriseError) || !error.message.startsWith('git was not found')) throw error
    return [{ path: 'code', kind: 'code', why: error.message }]
  } finally {
    await rm(folder.path, { recursive: true, force: true, maxRetries: 5 })
  }
}
