import { createHash } from 'node:crypto'
import type { FileState } from '@reprise/objects'
import type { DataManifest } from '../data-manifest.ts'
import type { Found } from '../folder/walk-folder.ts'

/** Nanoseconds: what was written less than this before it was read could be written again without its times changing. */
const RACY = 2_000_000_000n
const FIELDS = ['dev', 'ino', 'size', 'mtimeNs', 'ctimeNs', 'mode'] as const satisfies readonly (keyof FileState)[]
/** Entries that are hashed at a time. */
const GROUP = 4_096

/**
 * Names the state of what was found: another one as soon as a file was written, replaced, renamed, added or removed. Undefined where
 * a file was written so shortly before `startedAt` (milliseconds since 1970) that it may be written again unseen.
 */
export function nameTreeState(found: readonly Found[], startedAt: number): string | undefined {
  const settled = BigInt(Math.floor(startedAt)) * 1_000_000n - RACY
  const name = createHash('sha256')
  const numbers = new BigUint64Array(GROUP * FIELDS.length)
  for (let from = 0; from < found.length; from += GROUP) {
    const group = found.slice(from, from + GROUP)
    let texts = ''
    for (const [index, one] of group.entries()) {
      texts += `${one.type} ${one.path}\0${one.type === 'file' ? '' : one.type === 'link' ? one.target : one.reason}\0`
      if (one.type !== 'file') continue
      if (one.state.mtimeNs > settled || one.state.ctimeNs > settled) return undefined
      for (const [field, key] of FIELDS.entries()) numbers[index * FIELDS.length + field] = one.state[key]
    }
    name.update(texts, 'utf8').update(numbers)
    numbers.fill(0n)
  }
  return name.digest('hex')
}

const states = new WeakMap<DataManifest, string>()

/** Notes in which state a folder was when a manifest was made of it. */
export function noteState(manifest: DataManifest, state: string | undefined): DataManifest {
  if (state !== undefined) states.set(manifest, state)
  return manifest
}

/** In which state the folder of a manifest was that this process made; undefined for all others. */
export function stateWhenMade(manifest: DataManifest): string | undefined {
  return states.get(manifest)
}
