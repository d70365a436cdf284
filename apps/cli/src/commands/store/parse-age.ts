import { InvalidArgumentError } from 'commander'

const pattern = /^(\d+)\s*([smhdw])$/
const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

/** Milliseconds of an age such as 30d, 12h, 15m, 2w or 0s. */
export function parseAge(text: string): number {
  const [, count = '', unit = ''] = pattern.exec(text.trim()) ?? []
  const age = Number(count) * (units[unit] ?? NaN)
  if (Number.isSafeInteger(age)) return age
  throw new InvalidArgumentError('An age is written 30d, 12h, 15m or 0s.')
}
