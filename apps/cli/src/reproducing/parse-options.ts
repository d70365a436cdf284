import type { Tolerance } from '@reprise/compare'
import { InvalidArgumentError } from 'commander'
import { UsageError } from '../failure.ts'

/** `1e-5`, `relative=1e-5`, `absolute=1e-8`, `ulps=4`. */
export function parseTolerance(text: string): Partial<Tolerance> {
  const [, name = 'relative', number = ''] = /^(?:(relative|absolute|ulps)=)?(\d+(?:\.\d*)?(?:e[-+]?\d+)?)$/i.exec(text) ?? []
  if (number === '') throw new InvalidArgumentError('It is a bound such as 1e-5, absolute=1e-8 or ulps=4.')
  return { [name.toLowerCase()]: Number(number) }
}

/** A share of the mean: `0.01`, `1%`. */
export function parseShare(text: string): number {
  const [, number = '', percent = ''] = /^(\d+(?:\.\d*)?(?:e[-+]?\d+)?)(%?)$/i.exec(text) ?? []
  if (number === '' || Number(number) === 0) throw new InvalidArgumentError('It is a share above 0, such as 0.01 or 1%.')
  return percent === '' ? Number(number) : Number(number) / 100
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

/** Milliseconds of `90s`, `10m`, `2h`; a bare number is seconds. */
export function parseTimeout(text: string): number {
  const [, number = '', unit = 's'] = /^(\d+(?:\.\d+)?) ?(ms|s|m|h)?$/.exec(text.trim()) ?? []
  const time = Number(number) * (units[unit] ?? NaN)
  if (number === '' || !(time >= 1) || time > 2 ** 31 - 1) throw new InvalidArgumentError('It is a time such as 90s, 10m or 2h.')
  return Math.round(time)
}

/** `NAME=VALUE` for each name the last; the value is never repeated in a message. */
export function readSecrets(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(readGiven(given))
}

/** As {@link readSecrets}, with all values of a name. */
export function readGiven(given: readonly string[]): (readonly [name: string, value: string])[] {
  return given.map((text) => {
    const at = text.indexOf('=')
    if (at < 1) throw new UsageError('A secret is given as NAME=VALUE.', 'See: reprise reproduce --help')
    return [text.slice(0, at), text.slice(at + 1)] as const
  })
}
