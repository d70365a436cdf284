import type { Answer } from './send.ts'
import type { Json } from './normalise.ts'

/** Parses JSON and keeps integers beyond 2^53 as the text that was sent, since a double would hide a difference. */
function parseExactly(text: string): Json {
  return JSON.parse(text, (_key, value: Json, context?: { source?: string }): Json => {
    const source = context?.source
    if (typeof value === 'number' && source !== undefined && /^-?\d{16,}$/.test(source) && String(value) !== source)
      return `${source} (integer)`
    return value
  }) as Json
}

/** The JSON of an answer, or undefined when it has another type or does not parse. */
export function readJson(answer: Answer): Json | undefined {
  if (!/\bjson\b/.test(contentType(answer)) || answer.headers['content-disposition'] !== undefined) return undefined
  try {
    return parseExactly(answer.body.toString('utf8'))
  } catch {
    return undefined
  }
}

/** The body of a file or page as text where it is text, else as base64. */
export function readBody(answer: Answer): string {
  const text = answer.body.toString('utf8')
  return Buffer.from(text).equals(answer.body) && !text.includes('\0') ? text : `base64:${answer.body.toString('base64')}`
}

/** Media type without parameters, in lower case; empty when none was sent. */
export function contentType(answer: Answer): string {
  return (
    String(answer.headers['content-type'] ?? '')
      .split(';')[0]
      ?.trim()
      .toLowerCase() ?? ''
  )
}

/** What a browser makes of a `Content-Disposition`: its kind and the name of the file, of which there are several spellings. */
export function readDisposition(header: string): string {
  const kind = header.split(';')[0]?.trim() ?? ''
  const encoded = /filename\*=UTF-8''([^;]*)/i.exec(header)?.[1]
  const quoted = /filename="((?:[^"\\]|\\.)*)"/i.exec(header)?.[1]?.replace(/\\(.)/g, '$1')
  const plain = /filename=([^;"]+)/i.exec(header)?.[1]
  return `${kind}: ${encoded === undefined ? (quoted ?? plain ?? '') : decodeURIComponent(encoded)}`
}
