import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { RepriseError } from '@reprise/protocol'

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses requests that a web page of another site makes a browser send: names that only look like this machine
 * (DNS rebinding) and writes from other origins. IP addresses, localhost and `allowedHosts` are this machine.
 */
export function createOriginCheck(allowedHosts: readonly string[]): (request: IncomingMessage) => void {
  const allowed = new Set(allowedHosts.map((host) => host.toLowerCase()))
  return (request) => {
    const host = request.headers.host
    if (
      host !== undefined &&
      !allowed.has('*') &&
      !isLocalName(hostName(host)) &&
      !allowed.has(hostName(host)) &&
      !allowed.has(host.toLowerCase())
    ) {
      throw new RepriseError(
        'PERMISSION_DENIED',
        `Invalid Host header ${JSON.stringify(host.slice(0, 200))}: possible DNS rebinding attack.`,
        {
          hint: 'Start the server with --allowed-hosts NAME if this name is yours.',
        },
      )
    }
    const origin = request.headers.origin
    if (origin !== undefined && !reading.has(request.method ?? '') && originHost(origin) !== host?.toLowerCase()) {
      throw new RepriseError('PERMISSION_DENIED', `Cross-origin request from ${JSON.stringify(origin.slice(0, 200))} blocked.`)
    }
  }
}

function hostName(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '')
}

function isLocalName(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost') || isIP(name.replace(/^\[|\]$/g, '')) !== 0
}

function originHost(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
