import { type Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http'
import { type Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Credentials } from '../signing/index.ts'

/** Where the requests for a bucket go, and with which keys. */
export interface Target {
  readonly isSecure: boolean
  readonly hostname: string
  readonly port: number | undefined
  /** Before the key, without a slash at its end: the bucket, or nothing where that is part of the name of the host. */
  readonly basePath: string
  readonly region: string
  /** Undefined for a bucket that is asked without any. Asked for each time: those of a role come to an end. */
  readonly credentials: (() => Promise<Credentials>) | undefined
  /** The same bucket where the service says that it is; undefined where its region was named. */
  readonly moveTo: ((region: string) => Promise<Target>) | undefined
}

export interface Wire {
  readonly agents: { readonly http: HttpAgent; readonly https: HttpsAgent }
  readonly connectTimeout: number
  readonly idleTimeout: number
}

export interface HttpMessage {
  readonly method: string
  /** With its query. */
  readonly path: string
  /** Names and values by turns. */
  readonly headers: string[]
  readonly body: Uint8Array | undefined
}

/** The host as it is signed and sent. */
export function hostOf({ hostname, port }: Target): string {
  return port === undefined ? hostname : `${hostname}:${port}`
}

/** Sends one request; resolves with the head of the answer, whatever it says. Rejects with what the system says. */
export function exchange(wire: Wire, target: Target, { method, path, headers, body }: HttpMessage): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options = { host: withoutBrackets(target.hostname), port: target.port, method, path, headers }
    const request = target.isSecure
      ? httpsRequest({ ...options, agent: wire.agents.https })
      : httpRequest({ ...options, agent: wire.agents.http })
    const giveUp = (doing: string): void => {
      request.destroy(Object.assign(new Error(`${doing} took too long`), { code: 'ETIMEDOUT' }))
    }
    request.setTimeout(wire.idleTimeout, () => giveUp('an answer'))
    request.once('socket', (socket) => {
      if (!socket.connecting) return
      const timer = setTimeout(() => giveUp('connecting'), wire.connectTimeout)
      const stop = (): void => clearTimeout(timer)
      socket.once(target.isSecure ? 'secureConnect' : 'connect', stop).once('close', stop)
    })
    request.once('response', resolve)
    request.on('error', reject)
    if (body === undefined) request.end()
    else request.end(body)
  })
}

/** An IPv6 address in a URL has them, and the name of a host has not. */
function withoutBrackets(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '')
}
