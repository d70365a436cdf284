import { lstatSync } from 'node:fs'
import type { CodeLimits } from '../limits.ts'
import { isSecretFile } from '../../secrets/index.ts'
import { type RawPath, toFile } from './paths.ts'

/** A file that is not in the tree, and is recorded by itself. */
export interface LeftOut {
  readonly path: RawPath
  readonly why: 'large' | 'secret' | 'unreadable'
  readonly size: number
  readonly isExecutable: boolean
  /** Milliseconds since 1970. */
  readonly modifiedAt: number
  /** What the commit has in its place, which is then in the tree. */
  readonly committed?: string
  /** What the index has in its place where a filter keeps the file elsewhere: LFS has a pointer there. */
  readonly pointer?: string
}

/** Untracked files, divided into those that go into the tree and those that do not. */
export interface Division {
  readonly small: readonly RawPath[]
  readonly leftOut: readonly LeftOut[]
}

/** Looks at each file once. Names of secret files come first, since such a file is not to be told whatever its size. */
export function divideUntracked(root: string, paths: readonly RawPath[], limits: CodeLimits): Division {
  const looked = paths.flatMap((path) => {
    const file = look(root, path)
    return file === undefined ? [] : [{ ...file, why: isSecretFile(path) ? ('secret' as const) : ('large' as const) }]
  })
  const bySize = looked.filter(({ why, size }) => why === 'large' && size <= limits.untrackedFile).toSorted((a, b) => a.size - b.size)
  const small = new Set<RawPath>()
  let total = 0
  for (const { path, size } of bySize) {
    total += size
    if (total > limits.untrackedTotal) break
    small.add(path)
  }
  return { small: paths.filter((path) => small.has(path)), leftOut: looked.filter(({ path }) => !small.has(path)) }
}

/** What can be known of a file without reading it; nothing where it is gone. */
export function look(root: string, path: RawPath): Omit<LeftOut, 'why'> | undefined {
  const state = lstatSync(toFile(root, path), { throwIfNoEntry: false })
  if (state === undefined) return undefined
  return { path, size: state.size, isExecutable: (state.mode & 0o100) !== 0, modifiedAt: state.mtimeMs }
}
