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
/** Of files that only look as if they had been copied. */
const MOST_COPIED = 64 * 2 ** 20

/**
 * Files whose bytes are other than what was installed. A file is read only if it is younger than its RECORD, which installers write last; a
 * change that kept size and time shows in the time of the last change of the file itself, which no program can set, but copying and linking
 * can: files with only that, or with the very time of RECORD, as clocks of file systems are coarse, are read last, and up to `MOST_COPIED`. Files that are gone count, but for programs and bytecode.
 */
export async function findEdits(distributions: readonly Distribution[], signal: AbortSignal): Promise<Edits> {
  const byName = new Map<string, string[]>()
  const touched: { readonly name: string; readonly path: string; readonly file: string; readonly sha256: string; readonly size: number }[] =
    []
  let looked = 0
  let hashed = 0
  for (const { name, folder, site, record } of distributions) {
    const { mtimeMs: installed = 0, ctimeMs: finished = Infinity } = statSync(join(folder, 'RECORD'), { throwIfNoEntry: false }) ?? {}
    for (const { path, sha256, size } of record) {
      if (sha256 === undefined || path.startsWith('../')) continue
      if (++looked % AT_ONCE === 0) await setImmediate()
      if (signal.aborted) return { byName, stopped: 'Time was up before all files were looked at.' }
      const file = join(site, path)
      const state = lstatSync(file, { throwIfNoEntry: false })
      const isYounger = state !== undefined && state.mtimeMs > installed
      if (state !== undefined && state.size === (size ?? state.size)) {
        if (!isYounger) {
          if (state.ctimeMs >= finished && state.nlink === 1) touched.push({ name, path, file, sha256, size: state.size })
          continue
        }
        hashed += state.size
        if (hashed > MOST) return { byName, stopped: `More than ${MOST} bytes are younger than their packages.` }
        if (digestOf(file) === sha256) continue
      }
      byName.set(name, [...(byName.get(name) ?? []), path])
    }
  }
  let copied = 0
  for (const { name, path, file, sha256, size } of touched) {
    if (++looked % AT_ONCE === 0) await setImmediate()
    copied += size
    if (signal.aborted || copied > MOST_COPIED) break
    if (digestOf(file) !== sha256) byName.set(name, [...(byName.get(name) ?? []), path])
  }
  return { byName }
}

function digestOf(file: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('base64url')
  } catch {
    return undefined
  }
}
