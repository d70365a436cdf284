import { join } from 'node:path'
import { redactUrl } from '@reprise/capture'
import type { DataSource } from '../sources/data-source.ts'
import { offerFile } from '../sources/offer-file.ts'
import { below, offerUrl } from '../sources/offer-url.ts'
import type { FindDigests } from './find-digests.ts'
import { dvcObjectPaths } from './object-paths.ts'

/** A cache of DVC, or a remote that is a folder. */
export function dvcFolder(folder: string, md5Of: FindDigests): DataSource {
  return {
    name: `the DVC cache ${folder}`,
    reach: 'machine',
    find: async function* (wanted) {
      for (const name of dvcObjectPaths(await md5Of(wanted))) {
        const offer = await offerFile(join(folder, name), wanted)
        if (offer !== undefined) yield offer
      }
    },
  }
}

/** A remote of DVC that speaks HTTP. */
export function dvcServer(address: URL, md5Of: FindDigests, signal?: AbortSignal): DataSource {
  return {
    name: `the DVC remote ${redactUrl(address.href)}`,
    reach: 'network',
    find: async function* (wanted) {
      for (const name of dvcObjectPaths(await md5Of(wanted))) yield offerUrl(below(address, name), wanted, signal)
    },
  }
}
