import type { Run, RunRecord } from '@reprise/protocol'
import type { CodePlace } from './open-code.ts'

/** Where the code of a run is kept; undefined where it is not, or in a format of git that is not read here. */
export function codePlaceOf(run: Run, { code }: RunRecord): CodePlace | undefined {
  const packs = [code.base, code.changes].filter((pack) => pack !== undefined)
  if (code.tree === undefined || packs.length === 0 || (code.object_format ?? 'sha1') !== 'sha1') return undefined
  return { uri: run.info.artifact_uri ?? '', tree: code.tree, packs: packs.map(({ artifact, size }) => ({ artifact, size })) }
}
