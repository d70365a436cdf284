import { join } from 'node:path'
import type { KeptFile } from '@reprise/protocol'
import type { CodeLimits } from '../limits.ts'
import type { TakenInner } from '../take-snapshot.ts'
import { describeInner, type RecordedSubmodule } from './describe-inner.ts'
import { listTree, sizeOnDisk } from './list-objects.ts'
import { writePack } from './write-pack.ts'

/** Packs each repository inside, whole and without history. */
export async function packInner(
  inner: readonly TakenInner[],
  { folder, limits }: { readonly folder: string; readonly limits: CodeLimits },
): Promise<{ records: RecordedSubmodule[] }> {
  const taken = flatten(inner)
  const records: RecordedSubmodule[] = []
  for (const [index, record] of describeInner(inner).entries()) {
    const code = taken[index]?.code
    if (code === undefined) {
      records.push(record)
      continue
    }
    try {
      const name = `submodule-${index + 1}.pack`
      const objects = await listTree(code.shadow.place, record.tree)
      const isLarge = (await sizeOnDisk(code.shadow.place, objects)) > limits.pack
      const request = { objects, file: join(folder, name), artifact: `reprise/code/${name}`, limit: limits.pack }
      const pack: KeptFile | undefined = isLarge ? undefined : await writePack(code.shadow.place, request)
      records.push(pack === undefined ? { ...record, not_kept: `It is larger than ${limits.pack} bytes as a pack.` } : { ...record, pack })
    } catch (error) {
      records.push({ ...record, not_kept: error instanceof Error ? error.message : String(error) })
    }
  }
  return { records }
}

/** In the order of {@link describeInner}. */
function flatten(inner: readonly TakenInner[]): TakenInner[] {
  return inner.flatMap((one) => {
    if (one.code === undefined) return one.why === undefined ? [] : [one]
    return [one, ...flatten(one.code.inner)]
  })
}
