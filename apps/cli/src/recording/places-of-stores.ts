import { dirname, resolve } from 'node:path'
import { readTarget } from '../connect/index.ts'
import type { Settings } from '../settings/index.ts'

/** Where settings say that servers keep runs: none of that is work. */
export function placesOfStores(trackingUri: string, settings: Settings): string[] {
  const target = readTarget(trackingUri)
  const store = /^[a-z+]+:\/\//i.test(settings.store) ? [] : [dirname(resolve(settings.store))]
  const artifacts = settings.artifacts === undefined ? [] : [resolve(settings.artifacts)]
  const spool = settings.spool === undefined || settings.spool === 'off' ? [] : [resolve(settings.spool)]
  return [...store, ...artifacts, ...spool, ...(target.kind === 'folder' ? [target.path] : [])]
}
