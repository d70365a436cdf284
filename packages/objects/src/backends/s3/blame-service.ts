import { RepriseError } from '@reprise/protocol/errors'
import type { ArtifactStore, PartUploads } from '../../artifact-store.ts'
import { isBucketTrouble } from '../../buckets/index.ts'

/**
 * A store whose keys were withdrawn, or whose bucket is gone, is away until somebody mends that: who uploads did nothing wrong, is not to log in,
 * and may try again later.
 */
export function blameService(store: ArtifactStore & { readonly uploads: PartUploads }): ArtifactStore {
  const { put, get, copy, stat, list, uploads } = store
  return {
    put: blaming(put),
    get: blaming(get),
    copy: blaming(copy),
    stat: blaming(stat),
    list: blaming(list),
    delete: blaming(store.delete),
    uploads: {
      create: blaming(uploads.create),
      putPart: blaming(uploads.putPart),
      complete: blaming(uploads.complete),
      abort: blaming(uploads.abort),
    },
  }
}

function blaming<Args extends readonly unknown[], Result>(act: (...args: Args) => Promise<Result>): (...args: Args) => Promise<Result> {
  return async (...args) => {
    try {
      return await act(...args)
    } catch (error) {
      throw isBucketTrouble(error) ? toTrouble(error as RepriseError) : error
    }
  }
}

function toTrouble({ message, hint, cause }: RepriseError): RepriseError {
  return new RepriseError('TEMPORARILY_UNAVAILABLE', message, { cause, ...(hint === undefined ? {} : { hint }) })
}
