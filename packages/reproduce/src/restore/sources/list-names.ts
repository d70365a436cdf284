import type { WantedFile } from './data-source.ts'

/** Most folders of a path that are tried without those above them. */
const MOST = 8

/** Where in a folder or on a server a file may lie: its path, the ends of its path, its digest. */
export function listNames({ path, original, sha256 }: WantedFile): string[] {
  const whole = (path.startsWith('/') ? path : original).split('/').filter((part) => part !== '')
  if (whole.includes('..')) return []
  const ends = whole.map((_, index) => whole.slice(index).join('/')).slice(-MOST)
  const own = path.startsWith('/') || path.split('/').includes('..') ? [] : [path]
  return [...new Set([...own, ...ends]), sha256, `sha256/${sha256.slice(0, 2)}/${sha256.slice(2)}`]
}
