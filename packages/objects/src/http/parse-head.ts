import { httpError } from './http-message.ts'

/** The head of an answer. */
export interface HttpHead {
  readonly status: number
  readonly reason: string
  /** By names in small letters; several of one name with commas between them. */
  readonly headers: ReadonlyMap<string, string>
  /** Whether the connection may be used for another request afterwards. */
  readonly staysOpen: boolean
}

const statusLine = /^HTTP\/1\.([01]) (\d{3})(?: (.*))?$/
const fieldName = /^[\w!#$%&'*+.^`|~-]+$/

/** Reads a head without the empty line at its end. Throws EPROTO for what is none: nothing is guessed, since what follows would be read wrongly. */
export function parseHead(text: string): HttpHead {
  const lines = text.split('\r\n')
  const [, version, status = '', reason = ''] = statusLine.exec(lines[0] ?? '') ?? []
  if (version === undefined) throw httpError('EPROTO', 'the answer is no HTTP')
  const headers = new Map<string, string>()
  for (let index = 1; index < lines.length; index++) {
    const line = lines[index] ?? ''
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(colon, 0)).toLowerCase()
    if (!fieldName.test(name)) throw httpError('EPROTO', 'the head of the answer is malformed')
    const value = line.slice(colon + 1).trim()
    const before = headers.get(name)
    headers.set(name, before === undefined ? value : `${before}, ${value}`)
  }
  const connection = headers.get('connection')?.toLowerCase() ?? ''
  return {
    status: Number(status),
    reason,
    headers,
    staysOpen: version === '1' ? !connection.includes('close') : connection.includes('keep-alive'),
  }
}

/** How the end of a body is told: after a number of bytes, in itself, or by the end of the connection. */
export type Framing = number | 'chunked' | 'closing'

/** Throws EPROTO where it is told in two ways: one of the two who read such an answer would take a part of it for the next one. */
export function framingOf({ status, headers }: HttpHead, method: string): Framing {
  if (method === 'HEAD' || status === 204 || status === 304) return 0
  const [encoding, length] = [headers.get('transfer-encoding'), headers.get('content-length')]
  if (encoding !== undefined) {
    if (encoding.toLowerCase() !== 'chunked' || length !== undefined) throw httpError('EPROTO', 'the length of the answer is not clear')
    return 'chunked'
  }
  if (length === undefined) return 'closing'
  const values = new Set(length.split(',').map((value) => value.trim()))
  const [value = ''] = values
  if (values.size !== 1 || !/^\d{1,15}$/.test(value)) throw httpError('EPROTO', 'the length of the answer is not clear')
  return Number(value)
}
