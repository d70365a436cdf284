import { pathToFileURL } from 'node:url'
import type { Transport } from '@reprise/client'

/** Opens the folder when it is asked for the first time, so that programs that use a server never load a database. */
export function createLazyTransport(path: string): Transport {
  let opening: Promise<Transport> | undefined
  const open = (): Promise<Transport> => {
    opening ??= import('@reprise/sdk/local').then(({ openFolder }) => openFolder(path))
    // A refusal is not remembered: the folder may be another one by then.
    opening.catch(() => (opening = undefined))
    return opening
  }
  return {
    url: pathToFileURL(path).href,
    send: async (request) => (await open()).send(request),
    open: async (request) => (await open()).open(request),
  }
}
