import type { Finding, Trouble } from './probes.ts'

const about = 'server'

interface Meaning {
  readonly trouble: Trouble
  readonly said: (address: URL) => string
  readonly hint: (address: URL) => string
}

const refused: Meaning = {
  trouble: 'connection-refused',
  said: ({ host }) => `nothing listens at ${host}`,
  hint: ({ port }) => `Start the server (reprise server --port ${port || '80'}), or mend the port: it may be running on another one.`,
}
const unknownName: Meaning = {
  trouble: 'name-not-resolved',
  said: ({ hostname }) => `there is no machine of the name ${hostname}`,
  hint: () => 'Check how the name is written; it may be known only inside of a network or VPN.',
}
const silent: Meaning = {
  trouble: 'no-answer',
  said: ({ host }) => `${host} does not answer`,
  hint: () => 'Check the address; the machine may be off, a firewall may keep it from answering, or the server hangs.',
}
const untrusted: Meaning = {
  trouble: 'certificate',
  said: ({ host }) => `the certificate of ${host} is not trusted`,
  hint: () => 'Name the file of its authority in NODE_EXTRA_CA_CERTS, and use the name that the certificate is for.',
}
const noTls: Meaning = {
  trouble: 'wrong-protocol',
  said: ({ host }) => `${host} does not speak HTTPS`,
  hint: () => 'Use http:// in place of https://.',
}
const noHttp: Meaning = {
  trouble: 'wrong-service',
  said: ({ host }) => `what answers at ${host} does not speak HTTP`,
  hint: () => 'Check the port: another program has this one. Where the server speaks HTTPS, use https://.',
}
const refusedPort: Meaning = {
  trouble: 'wrong-service',
  said: ({ port }) => `port ${port} belongs to another protocol, and is never connected to`,
  hint: () => 'Choose another port for the server.',
}

const meanings: readonly (readonly [sign: RegExp, meaning: Meaning])[] = [
  [/^(?:ENOTFOUND|EAI_AGAIN|EAI_NODATA)$/, unknownName],
  [/^ECONNREFUSED$/, refused],
  [/^(?:ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT|TimeoutError)$/, silent],
  [/^ERR_SSL_|^EPROTO$/, noTls],
  [/CERT|^ERR_TLS|SIGNATURE|UNABLE_TO_/, untrusted],
  [/^(?:HTTPParserError$|HPE_|UND_ERR_SOCKET|ECONNRESET|EPIPE)/, noHttp],
  [/^bad port$/, refusedPort],
]

/** Why nobody could be asked, from what the runtime throws. */
export function describeConnectionTrouble(url: string, error: unknown): Finding {
  const address = new URL(url)
  for (const sign of signsOf(error)) {
    const meaning = meanings.find(([pattern]) => pattern.test(sign))?.[1]
    if (meaning === undefined) continue
    const { trouble, said, hint } = meaning
    return { state: 'problem', about, trouble, detail: `${url} can not be reached: ${said(address)}`, hint: hint(address) }
  }
  const detail = `${url} can not be reached: ${error instanceof Error ? error.message : String(error)}`
  return { state: 'problem', about, trouble: 'no-answer', detail, hint: silent.hint(address) }
}

/** Codes, names and messages of an error and what is behind it, the innermost first: fetch itself only says that it failed. */
function signsOf(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const inner = error instanceof AggregateError ? (error.errors as unknown[]).flatMap(signsOf) : signsOf(error.cause)
  const code = 'code' in error && typeof error.code === 'string' ? [error.code] : []
  return [...inner, ...code, error.name, error.message]
}

export interface StrangeAnswer {
  readonly url: string
  readonly status: number
  readonly text: string
  /** Of the header. */
  readonly server: string | null
  /** Where a redirect leads. */
  readonly location: string | null
}

/** What an answer to `/health` says, if not that a tracking server is well. What asks for a login or refuses us is asked again, in its own words. */
export function describeStranger({ url, status, text, server, location }: StrangeAnswer): Finding | undefined {
  if (status === 200 && /^"?OK"?$/i.test(text.trim())) return undefined
  const isOurs = text.includes('"error_code"')
  const isAirPlay = server?.startsWith('AirTunes') === true
  if (!isAirPlay && (status === 401 || (status === 403 && isOurs))) return undefined
  const problem = { state: 'problem', about } as const
  if (status === 502 || status === 503 || status === 504) {
    const detail = `${url} is not ready: ${isOurs ? text.trim() : `${server ?? 'what is in front of the server'} answers ${status}`}`
    return { ...problem, trouble: 'not-ready', detail, hint: 'The server behind it is starting, or down: wait, or look into its log.' }
  }
  if (status === 500) {
    const detail = `${url}/health answers 500: the server is not well`
    return { ...problem, trouble: 'not-ready', detail, hint: "Look into the server's log, and start it again." }
  }
  if (location !== null && status >= 300 && status < 400) {
    const detail = `${url} redirects to ${location}, and writes are not redirected`
    const hint = 'Use the address that it leads to; where that is a page for logging in, name user and password, or a token.'
    return { ...problem, trouble: 'wrong-service', detail, hint }
  }
  const who = isAirPlay ? 'the AirPlay receiver of macOS' : (server ?? titleOf(text) ?? 'something else')
  return {
    ...problem,
    trouble: 'wrong-service',
    detail: `${url} is no tracking server: ${who} answers ${status} where its health should be`,
    hint: isAirPlay
      ? 'Start the server on another port, such as 5001, or turn AirPlay Receiver off.'
      : 'Check the port; behind a proxy, a part of the path may be missing.',
  }
}

function titleOf(text: string): string | undefined {
  const title = /<title[^>]*>([^<]{1,80})/i.exec(text)?.[1]?.trim()
  return title === undefined || title === '' ? undefined : `“${title}”`
}
