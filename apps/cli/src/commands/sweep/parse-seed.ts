import { InvalidArgumentError } from 'commander'

export function parseSeed(text: string): number {
  const seed = Number(text)
  if (/^\d+$/.test(text) && seed < 2 ** 32) return seed
  throw new InvalidArgumentError('A seed is a whole number from 0 to 4294967295.')
}
