import { type HttpRequest, sendRequest } from '../send-request.ts'
import { toWebdavError } from './errors.ts'
import type { WebdavSettings } from './settings.ts'

const TIMEOUT = 30_000

export interface Webdav {
  /** `webdav(s)://host/path`. */
  readonly url: string
  /** The address of a path of the folder; of the folder itself for ''. */
  urlOf(path: string): string
  /** The answer; undefined for 404. Rejects for everything else that is no success, but for these statuses. */
  ask(what: string, request: HttpRequest, accepted?: readonly number[]): Promise<Response | undefined>
}

export function connectWebdav({ url, shown, headers, timeout = TIMEOUT }: WebdavSettings): Webdav {
  const base = url.replace(/\/+$/, '')
  return {
    url: shown,
    urlOf: (path) => `${base}/${path.split('/').map(encodeURIComponent).join('/')}`,
    ask: async (what, request, accepted = []) => {
      const sent = sendRequest({ ...request, timeout, headers: { ...headers, ...request.headers } })
      const answer = await sent.catch((error: unknown) => {
        throw toWebdavError(error, what)
      })
      if (answer.ok || accepted.includes(answer.status)) return answer
      await answer.body?.cancel()
      if (answer.status === 404 || answer.status === 410) return undefined
      throw toWebdavError(answer, what)
    },
  }
}
