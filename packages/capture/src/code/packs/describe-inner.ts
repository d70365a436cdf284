import type { RecordedCode } from '@reprise/protocol'
import type { TakenInner } from '../take-snapshot.ts'

export type RecordedSubmodule = RecordedCode['submodules'][number]

/** What is known of repositories inside, before packs are made. Those inside of them follow them. */
export function describeInner(inner: readonly TakenInner[], prefix = ''): RecordedSubmodule[] {
  return inner.flatMap(({ path, code, why }): RecordedSubmodule[] => {
    if (code === undefined) return why === undefined ? [] : [{ path: prefix + path, tree: '', not_kept: why }]
    const { head } = code.repository
    const own = { path: prefix + path, tree: code.taken.tree, ...(head === undefined ? {} : { commit: head.commit }) }
    return [own, ...describeInner(code.inner, `${prefix}${path}/`)]
  })
}
