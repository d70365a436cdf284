import { redactUrl } from '@reprise/capture'
import { dvcObjectPaths } from '../dvc/object-paths.ts'
import type { DataSource, WantedFile } from './data-source.ts'
import { listNames } from './list-names.ts'
import { below, offerUrl } from './offer-url.ts'

/** A server that somebody named, or that a DVC remote is on: below its address, the same names as in a folder are asked for. */
export function givenServer(
  address: URL,
  { md5Of, signal }: { readonly md5Of: (wanted: WantedFile) => Promise<readonly string[]>; readonly signal?: AbortSignal | undefined },
): DataSource {
  return {
    name: `the server ${redactUrl(address.href)}`,
    reach: 'network',
    find: async function* (wanted) {
      for (const name of [...dvcObjectPaths(await md5Of(wanted)), ...listNames(wanted)])
        yield offerUrl(below(address, name), wanted, signal)
    },
  }
}
