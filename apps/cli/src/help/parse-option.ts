import { InvalidArgumentError } from 'commander'

/** An option that may be given several times: each time adds what `parse` makes of it. */
export function collect<Value>(
  parse: (text: string) => Value | readonly Value[],
): (text: string, before: readonly Value[] | undefined) => Value[] {
  return (text, before = []) => [...before, parse(text)].flat() as Value[]
}

export function parsePort(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new InvalidArgumentError('A port is a number from 0 to 65535.')
}

export function parseCount(text: string): number {
  const count = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(count) && count > 0) return count
  throw new InvalidArgumentError('It must be a whole number above 0.')
}

export function parseWhole(text: string): number {
  const number = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(number)) return number
  throw new InvalidArgumentError('It must be a whole number.')
}

/** `key=value`: the value is everything after the first equals sign. */
export function parsePair(text: string): { key: string; value: string } {
  const equals = text.indexOf('=')
  if (equals <= 0) throw new InvalidArgumentError('It is written key=value.')
  return { key: text.slice(0, equals), value: text.slice(equals + 1) }
}
