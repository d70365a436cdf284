import { InvalidArgumentError } from 'commander'

const units: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1024,
  kib: 1024,
  m: 1024 ** 2,
  mib: 1024 ** 2,
  g: 1024 ** 3,
  gib: 1024 ** 3,
  t: 1024 ** 4,
  tib: 1024 ** 4,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
}

/** `64MiB`, `1.5g`, `500kB`, `1000`. K, M and G are powers of 1024, as programs for files have them; kB, MB and GB of 1000. */
export function parseBytes(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?) ?([a-z]*)$/i.exec(text.trim()) ?? []
  const factor = units[unit.toLowerCase()]
  if (number === '' || factor === undefined) throw new InvalidArgumentError('It is a size such as 64MiB, 500kB or 1G; 0 keeps nothing.')
  return Math.floor(Number(number) * factor)
}
