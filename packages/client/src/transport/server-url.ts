import { RepriseError } from '@reprise/protocol/errors'
import type { Authentication } from './authentication.ts'

export interface ServerUrl {
  /** Without a trailing slash and without user and password. */
  readonly url: string
  readonly auth: Authentication | undefined
}

/** Takes a user and password out of a server's URL. Throws INVALID_PARAMETER_VALUE when it is not http or https. */
export function readServerUrl(text: string): ServerUrl {
  const parsed = URL.canParse(text) ? new URL(text) : undefined
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `'${text}' is not the URL of a tracking server.`, {
      hint: 'A server is named like http://127.0.0.1:5000.',
    })
  }
  const username = decodeURIComponent(parsed.username)
  const password = decodeURIComponent(parsed.password)
  const url = `${parsed.protocol}//${parsed.host}${parsed.pathname.replace(/\/+$/, '')}`
  return { url, auth: username === '' ? undefined : { username, password } }
}
