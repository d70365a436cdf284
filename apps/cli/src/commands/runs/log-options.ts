import { type RunStatus, runStatus } from '@reprise/protocol'
import { InvalidArgumentError } from 'commander'
import { parsePair } from '../../help/index.ts'

export interface MetricOption {
  readonly key: string
  readonly value: number
  readonly step: number
}

const notFinite: Readonly<Record<string, number>> = {
  nan: NaN,
  inf: Infinity,
  infinity: Infinity,
  '+inf': Infinity,
  '-inf': -Infinity,
  '-infinity': -Infinity,
}

/** `key=value` or `key=value@step`; the value may be nan or inf. */
export function parseMetric(text: string): MetricOption {
  const { key, value } = parsePair(text)
  const at = value.lastIndexOf('@')
  const number = (at < 0 ? value : value.slice(0, at)).trim()
  const step = at < 0 ? '0' : value.slice(at + 1)
  if (!/^-?\d+$/.test(step) || !Number.isSafeInteger(Number(step)))
    throw new InvalidArgumentError('After @ stands the step, a whole number.')
  const parsed = notFinite[number.toLowerCase()] ?? (number === '' ? undefined : Number(number))
  if (parsed === undefined || (Number.isNaN(parsed) && number.toLowerCase() !== 'nan')) {
    throw new InvalidArgumentError('It is written key=value or key=value@step, with numbers.')
  }
  return { key, value: parsed, step: Number(step) }
}

export function parseStatus(text: string): RunStatus {
  const name = text.toUpperCase()
  if (Object.hasOwn(runStatus.values, name)) return name as RunStatus
  throw new InvalidArgumentError(`It is one of ${Object.keys(runStatus.values).join(', ')}.`)
}
