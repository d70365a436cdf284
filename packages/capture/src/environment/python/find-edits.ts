import { createHash } from 'node:crypto'
import { lstatSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Distribution } from './read-distributions.ts'

export interface Edits {
  /** Paths as in RECORD, by name of the package. */
  readonly byName: ReadonlyMap<string, readonly string[]>
  /** Why not everything was looked at. */
  readonly stopped?: string
}

const AT_ONCE = 500
/** Bytes that are hashed at most. */
const MOST = 512 * 2 ** 20

/**
 * Files whose bytes are other than what was installed. A file is read only if it is younger than its RECORD, which installers write last; a
 * change that kept size and time is not seen. Files that are gone count, but for programs and bytecode.
 */
export async function findEdits(distributions: readonly Distribution[], signal: AbortSignal): Promise<Edits> {
  const byName = new Map<string, string[]>()
  let looked = 0
  let hashed = 0
  for (const { name, folder, site, record } of distributions) {
    const installed = timeOf(join(folder, 'RECORD'))
    for (const { path, sha256, size } of record) {
      if (sha256 === undefined || path.startsWith('../')) continue
      if (++looked % AT_ONCE === 0) await setImmediate()
      if (signal.aborted) return { byName, stopped: 'Time was up before all files were looked at.' }
      const file = join(site, path)
      const state = lstatSync(file, { throwIfNoEntry: false })
      const isYounger = state !== undefined && state.mtimeMs > installed
      if (state !== undefined && state.size === (size ?? state.size)) {
        if (!isYounger) continue
        hashed += state.size
        if (hashed > MOST) return { byName, stopped: `More than ${MOST} bytes are younger than their packages.` }
        if (digestOf(file) === sha256) continue
      }
      byName.set(name, [...(byName.get(name) ?? []), path])
    }
  }
  return { byName }
}

function timeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function digestOf(file: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('base64url')
  } catch {
    return undefined
  }
}
