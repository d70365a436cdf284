import type { Cache } from '../cache/index.ts'
import { isTreeId, type Tree } from '../trees/index.ts'
import { objectKey, type ObjectName, type WantedData } from './wanted.ts'

/** A folder that is wanted, and which of its files are. */
export interface WantedTree extends ObjectName {
  readonly tree: Tree
  readonly members: readonly ObjectName[]
  /** Whether all of its files are wanted. */
  readonly isWhole: boolean
}

export interface Expanded {
  /** Files, each once. */
  readonly files: readonly ObjectName[]
  readonly trees: readonly WantedTree[]
  /** Folders whose trees could not be had. */
  readonly missing: readonly ObjectName[]
}

/** Finds out which objects the data consist of. `readTree` has the trees that are not in the cache. */
export async function expandWanted(
  wanted: readonly WantedData[],
  readTree: (name: ObjectName) => Promise<Tree | undefined>,
): Promise<Expanded> {
  const files = new Map<string, ObjectName>()
  const trees: WantedTree[] = []
  const missing: ObjectName[] = []
  for (const { hash, oid, includes } of wanted) {
    if (!isTreeId(oid)) {
      files.set(objectKey({ hash, oid }), { hash, oid })
      continue
    }
    const tree = await readTree({ hash, oid })
    if (tree === undefined) {
      missing.push({ hash, oid })
      continue
    }
    const chosen = includes === undefined ? tree : tree.filter(({ path }) => includes(path))
    const members = chosen.map(({ md5 }) => ({ hash, oid: md5 }))
    for (const member of members) files.set(objectKey(member), member)
    trees.push({ hash, oid, tree, members, isWhole: chosen.length === tree.length })
  }
  return { files: [...files.values()], trees: uniqueTrees(trees), missing }
}

/** Bytes of objects of a cache, by {@link objectKey}: those that are there and right. */
export async function sizesInCache(cache: Cache, objects: readonly ObjectName[], signal?: AbortSignal): Promise<Map<string, number>> {
  const sizes = new Map<string, number>()
  for (const hash of ['md5', 'md5-dos2unix'] as const) {
    const oids = objects.filter((object) => object.hash === hash).map(({ oid }) => oid)
    if (oids.length === 0) continue
    for (const [oid, size] of await cache[hash].sizes(oids, signal)) sizes.set(objectKey({ hash, oid }), size)
  }
  return sizes
}

/** A folder that is wanted in parts, more than once, is wanted with all of these parts. */
function uniqueTrees(trees: readonly WantedTree[]): WantedTree[] {
  const unique = new Map<string, WantedTree>()
  for (const one of trees) {
    const other = unique.get(objectKey(one))
    unique.set(
      objectKey(one),
      other === undefined || one.isWhole ? one : other.isWhole ? other : { ...other, members: [...other.members, ...one.members] },
    )
  }
  return [...unique.values()]
}
