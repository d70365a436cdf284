import type { InputOfOperation } from '@reprise/protocol'
import type { Bucket } from './bucket.ts'

type Request = InputOfOperation<'getSeriesBuckets'>

const integers = { from: 'int64', to: 'int64', count: 'uint32', nan_count: 'uint32' } as const

/** Columns as the server answers them: those that are asked for, as numbers or packed. */
export function printColumns(buckets: readonly Bucket[], { columns = [], encoding, smoothing, x_metric_key: across }: Request): object {
  const all = {
    from: buckets.map(({ from }) => from),
    to: buckets.map(({ to }) => to),
    count: buckets.map(({ count }) => count),
    nan_count: buckets.map(({ nanCount }) => nanCount),
    first: buckets.map(({ first }) => first),
    last: buckets.map(({ last }) => last),
    min: buckets.map(({ min }) => min),
    max: buckets.map(({ max }) => max),
    mean: buckets.map(({ sum, count, nanCount }) => (count === nanCount ? Number.NaN : sum / (count - nanCount))),
    ...(smoothing === undefined ? {} : { smoothed: buckets.map(({ smoothed = Number.NaN }) => smoothed) }),
  }
  const chosen = Object.entries(all).filter(([name]) => columns.length === 0 || (columns as readonly string[]).includes(name))
  if (encoding === 'base64') {
    return { packed: Object.fromEntries(chosen.map(([name, values]) => [name, pack(values, widthOf(name, across !== undefined))])) }
  }
  return Object.fromEntries(
    chosen.map(([name, values]) => [across !== undefined && /^(?:from|to)$/.test(name) ? `x_${name}` : name, values]),
  )
}

function widthOf(name: string, isAcross: boolean): 'int64' | 'uint32' | 'float64' {
  if (isAcross && (name === 'from' || name === 'to')) return 'float64'
  return name in integers ? integers[name as keyof typeof integers] : 'float64'
}

/** Base64 of little-endian numbers. */
function pack(values: readonly number[], kind: 'int64' | 'uint32' | 'float64'): string {
  const size = kind === 'uint32' ? 4 : 8
  const view = new DataView(new ArrayBuffer(values.length * size))
  for (const [at, value] of values.entries()) {
    if (kind === 'uint32') view.setUint32(at * size, value, true)
    else if (kind === 'int64') view.setBigInt64(at * size, BigInt(Math.round(value)), true)
    else view.setFloat64(at * size, value, true)
  }
  return btoa(Array.from(new Uint8Array(view.buffer), (byte) => String.fromCharCode(byte)).join(''))
}
