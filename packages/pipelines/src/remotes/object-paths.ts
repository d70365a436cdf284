import { type HashName, isOid } from '../cache/index.ts'

/** What is before the objects of a kind. */
export const objectPrefix: Readonly<Record<HashName, string>> = { md5: 'files/md5/', 'md5-dos2unix': '' }

/** Where an object is in a remote. */
export function remotePath(hash: HashName, oid: string): string {
  return `${objectPrefix[hash]}${oid.slice(0, 2)}/${oid.slice(2)}`
}

/** The object at a path of a remote; undefined for anything else that lies there. */
export function objectAt(path: string): { readonly hash: HashName; readonly oid: string } | undefined {
  const [, files = '', start = '', rest = ''] = /^(files\/md5\/)?([0-9a-f]{2})\/([^/]+)$/.exec(path) ?? []
  return isOid(start + rest) ? { hash: files === '' ? 'md5-dos2unix' : 'md5', oid: start + rest } : undefined
}
