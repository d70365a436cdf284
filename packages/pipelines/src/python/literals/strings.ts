/** A string literal of Python with its prefix and quotes; undefined for bytes and for what only Python can resolve (`\N{…}`). */
export function readStringLiteral(literal: string): string | undefined {
  const match = /^([a-zA-Z]*)('''|"""|'|")([^]*)\2$/.exec(literal)
  if (match === null) return undefined
  const [, prefix = '', , body = ''] = match
  if (/[bf]/i.test(prefix)) return undefined
  const text = body.replace(/\r\n?/g, '\n')
  if (/r/i.test(prefix)) return text
  if (/(?<!\\)(?:\\\\)*\\N\{/.test(text)) return undefined
  return text.replace(escapes, (whole, sequence: string) => unescape(sequence) ?? whole)
}

const escapes = /\\(\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^])/g

const short: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/** An unknown escape stays as it is, backslash included. */
function unescape(sequence: string): string | undefined {
  const known = short[sequence]
  if (known !== undefined) return known
  if (/^[0-7]/.test(sequence)) return String.fromCharCode(Number.parseInt(sequence, 8))
  return /^[xuU]./.test(sequence) ? String.fromCodePoint(Math.min(Number.parseInt(sequence.slice(1), 16), 0x10ffff)) : undefined
}
