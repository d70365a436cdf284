import { rmSync } from 'node:fs'
import { RepriseError } from '@reprise/protocol/errors'
import type { ObjectStore } from '../cache/index.ts'

/** Makes what was received an object. Throws DATA_LOSS, and removes it, when it is not what its name says. */
export function adoptObject(store: ObjectStore, { path, oid, md5 }: { path: string; oid: string; md5: string }): void {
  const isRight = md5 === oid.slice(0, 32)
  if (!isRight && store.hash === 'md5') {
    rmSync(path, { force: true })
    throw new RepriseError('DATA_LOSS', `The object ${oid} of the remote is damaged: its content has the md5 ${md5}.`, {
      hint: 'Push it again from where it is whole, after removing it from the remote.',
    })
  }
  store.adopt(path, oid, { isVerified: isRight && store.hash === 'md5' })
}
