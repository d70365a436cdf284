import { readFileSync } from 'node:fs'
import { RepriseError } from '@reprise/protocol/errors'
import { parseTree, type Tree } from '../trees/index.ts'
import { checkObjects } from './check-objects.ts'
import type { HashName } from './hash-object.ts'
import { objectPath } from './object-path.ts'

/** Members that are looked for before it is asked how long it took, and the milliseconds in which a disk of this machine has answered. */
const PART = 2_048
const SLOW = 1_000

/** Has all members of a tree looked for that is there. */
export interface CheckTreeJob {
  readonly kind: 'check-tree'
  readonly folder: string
  readonly hash: HashName
  readonly oid: string
}

export interface CheckTreeResult {
  /** Undefined where looking takes so long that several threads are to do it. */
  readonly isWhole: boolean | undefined
}

/** Whether all members of a tree are there; not those of what is no tree. Wrong ones are dropped, see {@link checkObjects}. */
export function checkTree({ folder, hash, oid }: CheckTreeJob): CheckTreeResult {
  const tree = readTree(objectPath(folder, oid))
  if (tree === undefined) return { isWhole: false }
  let isWhole = true
  for (let at = 0; at < tree.length; at += PART) {
    const began = performance.now()
    const { sizes } = checkObjects({ kind: 'check', folder, hash, oids: tree.slice(at, at + PART).map(({ md5 }) => md5) })
    isWhole &&= !sizes.includes(-1)
    if (performance.now() - began > SLOW) return { isWhole: undefined }
  }
  return { isWhole }
}

function readTree(path: string): Tree | undefined {
  try {
    return parseTree(readFileSync(path), path)
  } catch (error) {
    if (error instanceof RepriseError && error.code === 'DATA_LOSS') return undefined
    throw error
  }
}
