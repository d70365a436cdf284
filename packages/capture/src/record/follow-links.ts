import { lstatSync, readlinkSync } from 'node:fs'
import { dirname, resolve, sep } from 'node:path'
import { fileNameOf, isBelow } from '../tracing/index.ts'

/** More are a circle. */
const MOST_HOPS = 40

export interface FollowedPath {
  /** Symbolic links below the root on the way, in the order in which they are met. Absolute. */
  readonly links: readonly string[]
  /** Where the path leads when these are followed, and no others. */
  readonly path: string
}

/** Follows the symbolic links below a folder that a path leads through; the target of a link may lead through others. */
export function followLinks(given: string, root: string): FollowedPath {
  const links: string[] = []
  let path = given
  for (let hop = 0; hop < MOST_HOPS; hop++) {
    const found = findLink(path, root)
    if (found === undefined) return { links, path }
    links.push(found.link)
    path = resolve(dirname(found.link), found.target, `.${found.rest}`)
  }
  return { links, path }
}

function findLink(path: string, root: string): { readonly link: string; readonly target: string; readonly rest: string } | undefined {
  if (!isBelow(path, root) || path === root) return undefined
  for (let end = path.indexOf(sep, root.length + 1); ; end = path.indexOf(sep, end + 1)) {
    const link = end === -1 ? path : path.slice(0, end)
    try {
      if (lstatSync(fileNameOf(link)).isSymbolicLink()) return { link, target: readlinkSync(link), rest: end === -1 ? '' : path.slice(end) }
    } catch {
      return undefined
    }
    if (end === -1) return undefined
  }
}
