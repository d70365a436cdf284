import { RepriseError } from '../errors.ts'

const decoder = new TextDecoder('utf-8', { fatal: false })
const ZERO = 48
const NINE = 57
const DOT = 46
/** Integers of fewer digits are exact in a double. */
const STRIDE = 16
/** Skips strings; finds integers too long for a double and the literals Python emits that JSON does not have. */
const unsafeLiterals = /"[^"\\]*(?:\\[^][^"\\]*)*"|-?(?<![\d.])\d{16,}(?![\d.eE])|-?\bInfinity\b|\bNaN\b/g

/**
 * Parses a request body. Integers of 16 digits and more arrive as strings of their digits, so that no int64 loses
 * precision (every int64 and double field accepts numeric strings); the bare literals NaN and ±Infinity that
 * Python's `json` emits arrive as the strings of the protobuf mapping. Undefined when the text is not JSON.
 */
export function parseWireJson(body: Uint8Array): unknown {
  if (body.length === 0) return {}
  const text = decoder.decode(body)
  const parsed = tryParse(hasLongInteger(body) ? quoteUnsafe(text) : text)
  if (parsed !== undefined || !/NaN|Infinity/.test(text)) return parsed
  return tryParse(quoteUnsafe(text))
}

/** As {@link parseWireJson}, but for answers: what is not JSON is an error that shows how it begins. */
export function parseAnswer(body: Uint8Array): unknown {
  const parsed = parseWireJson(body)
  if (parsed !== undefined) return parsed
  const start = decoder.decode(body.subarray(0, 200)).replace(/\s+/g, ' ')
  throw new RepriseError('INTERNAL_ERROR', `The server's answer is not JSON. It begins: ${start}`)
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function quoteUnsafe(text: string): string {
  return text.replace(unsafeLiterals, (match) => (match.startsWith('"') ? match : `"${match}"`))
}

/**
 * Whether a run of 16 digits that is not a fraction occurs. Any such run covers a position that is a multiple of
 * 16, so only every 16th byte is looked at: 60 kB of metrics cost a few microseconds.
 */
function hasLongInteger(body: Uint8Array): boolean {
  for (let at = STRIDE - 1; at < body.length; at += STRIDE) {
    if (!isDigit(body[at])) continue
    let start = at
    while (start > 0 && isDigit(body[start - 1])) start--
    let end = at + 1
    while (isDigit(body[end])) end++
    if (end - start >= STRIDE && body[start - 1] !== DOT) return true
    at = end - (end % STRIDE) - 1
  }
  return false
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE
}
