/** What stands in a JSON object that tells of metrics. */
export interface ReadMetrics {
  /** Absent where it is not given, or is no whole number. */
  readonly step?: number
  /** Numbers by their keys; those of objects inside of it have dots: `val.loss`. */
  readonly values: readonly (readonly [key: string, value: number])[]
  /** What is no number, and what it is: `phase is text`. */
  readonly leftOut: readonly string[]
}

/** Objects that are deeper are nobody's metrics. */
const DEEPEST = 16
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i
const specials: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  infinity: Infinity,
  '+infinity': Infinity,
  '-infinity': -Infinity,
  inf: Infinity,
  '-inf': -Infinity,
}

/** Undefined where it is no object, or one without numbers. */
export function readMetrics(value: unknown): ReadMetrics | undefined {
  if (!isObject(value)) return undefined
  const { step: given, ...rest } = value
  const values: [string, number][] = []
  const leftOut: string[] = []
  const collect = (object: object, path: string, depth: number): void => {
    for (const [name, inside] of Object.entries(object)) {
      const key = `${path}${name}`
      const number = toNumber(inside)
      if (number !== undefined) values.push([key, number])
      else if (isObject(inside) && depth < DEEPEST) collect(inside, `${key}.`, depth + 1)
      else if (inside !== null) leftOut.push(`${key} is ${nameKind(inside)}`)
    }
  }
  collect(rest, '', 1)
  if (values.length === 0) return undefined
  const step = toNumber(given)
  if (step !== undefined && Number.isSafeInteger(step)) return { step, values, leftOut }
  return { values, leftOut: given === undefined || given === null ? leftOut : [...leftOut, 'step is no whole number'] }
}

/** Numbers, texts that are nothing but one, as some encoders write what JSON has no word for, and whether something is so. */
function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  return NUMBER.test(text) ? Number(text) : specials[text.toLowerCase()]
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function nameKind(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'string' ? 'text' : 'too deep'
}
