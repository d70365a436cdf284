import { RepriseError } from '@reprise/protocol/errors'
import type { Settings } from '../../config/index.ts'
import { createRequester, type Requester } from '../http-requests.ts'
import { receiveBytes, receiveFile } from '../receive-file.ts'
import type { RemoteOptions, RemoteStore } from '../remote-store.ts'
import { artifactsPath, createServerListing } from '../server-remote.ts'
import { numberOf, refuseOptions, textOf } from '../settings.ts'

const JOBS = 64
/** Bytes up to which a file is received in memory. */
const SMALL = 128 * 1024

/**
 * Files behind HTTP, as DVC's remote of that kind: HEAD, GET, and POST (or what `method` says) with the bytes as the body. There is no listing
 * and no deleting, unless it is our own server.
 */
export async function openHttpRemote(url: string, settings: Settings, options: RemoteOptions): Promise<RemoteStore> {
  refuseOptions(settings, settings.get('ssl_verify') === true ? [] : ['ssl_verify'])
  const base = url.replace(/\/+$/, '')
  const server = artifactsPath(base)
  const jobs = options.jobs ?? numberOf(settings, 'jobs') ?? JOBS
  const authorization = server === undefined ? undefined : options.authorization
  const requests = await createRequester(settings, { ...options, jobs, authorization })
  const method = (textOf(settings, 'method') ?? (server === undefined ? 'POST' : 'PUT')).toUpperCase()
  const at = (path: string): string => `${base}/${path.split('/').map(encodeURIComponent).join('/')}`
  const listing = server === undefined ? undefined : createServerListing(server, requests)
  return {
    url: base.replace(/\/\/[^/]*@/, '//'),
    jobs,
    has: async (path) => (await requests.send({ method: 'HEAD', url: at(path) })) !== undefined,
    list: listing?.list,
    get: async (path, target) => getFile(requests, at(path), target),
    put: async (path, { file, size }) => void (await requests.send({ method, url: at(path), body: { file, size } })),
    remove: listing?.remove,
    async [Symbol.asyncDispose]() {
      requests.close()
    },
  }
}

async function getFile(requests: Requester, url: string, target: string) {
  const file = await requests.send({ method: 'GET', url })
  if (file === undefined) return undefined
  try {
    return file.size !== undefined && file.size <= SMALL ? receiveBytes(await file.bytes(), target) : await receiveFile(file, target)
  } catch (error) {
    if (error instanceof RepriseError) throw error
    const where = url.replace(/\/\/[^/]*@/, '//')
    throw new RepriseError('TEMPORARILY_UNAVAILABLE', `${where} broke off (${(error as Error).message}).`, { cause: error })
  }
}
