import type { Field, FieldType, MessageType } from '@reprise/protocol'
import type { Random } from './random.ts'

/** Values that break things: limits of types, characters that mean something somewhere, words of other languages. */
const oddTexts = [
  '',
  ' ',
  '\0',
  '\ud800',
  'ключ',
  '鍵',
  '🧬',
  "'; drop table runs; --",
  '../../etc/passwd',
  '%2e%2e%2f',
  '__proto__',
  'constructor',
  'NaN',
  'Infinity',
  '-1e999',
  '9223372036854775808',
  '0x10',
  'null',
  'metrics.a > 1',
  "params.`a b` LIKE '%x_' AND NOT (tags.c = 'd')",
  'a'.repeat(251),
  '\u202e\u200b',
  '2147483648',
  '1.5',
  'true',
  '\\',
  '"',
  'ACTIVE_ONLY',
] as const

const oddNumbers = [0, -0, -1, 1, 1.5, 1e300, -1e300, 2 ** 31, 2 ** 53, -(2 ** 53), 5e-324, 50_001, 1e16] as const

/** What a request may refer to that is really there. */
export interface KnownThings {
  readonly runIds: readonly string[]
  readonly experimentIds: readonly string[]
  readonly keys: readonly string[]
}

/** A request for a message: mostly of the right shape, sometimes with a field of another kind, sometimes anything at all. */
export function randomRequest(random: Random, type: MessageType, known: KnownThings): unknown {
  return random.chance(0.03) ? randomValue(random, 3) : randomMessage(random, type, known)
}

function randomMessage(random: Random, type: MessageType, known: KnownThings): Record<string, unknown> {
  const message: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(type.fields)) {
    if (random.chance(field.presence === 'required' ? 0.05 : 0.3)) continue
    message[name] = random.chance(0.06) ? randomValue(random, 2) : randomField(random, name, field, known)
  }
  if (random.chance(0.05)) message[random.pick(oddTexts)] = randomValue(random, 1)
  return message
}

function randomField(random: Random, name: string, field: Field, known: KnownThings): unknown {
  if (field.presence !== 'repeated') return randomScalar(random, name, field.type, known)
  return Array.from({ length: random.below(4) }, () => randomScalar(random, name, field.type, known))
}

function randomScalar(random: Random, name: string, type: FieldType, known: KnownThings): unknown {
  if (typeof type === 'object')
    return type.kind === 'message' ? randomMessage(random, type, known) : random.pick([...Object.keys(type.values), 'BOGUS', 7])
  if (name === 'max_results' || name === 'width') return random.chance(0.9) ? 1 + random.below(20) : random.pick(oddNumbers)
  switch (type) {
    case 'string':
      return randomText(random, name, known)
    case 'bool':
      return random.chance(0.5)
    case 'int32':
    case 'int64':
      return random.chance(0.7) ? random.below(1_000) : random.pick([...oddNumbers, '5', '9007199254740993', '-9223372036854775808'])
    case 'double':
      return random.chance(0.7) ? random.next() * 10 - 5 : random.pick([...oddNumbers, 'NaN', 'Infinity', '-Infinity', '1e-3'])
    case 'json':
      return randomValue(random, 2)
    default:
      return type satisfies never
  }
}

function randomText(random: Random, name: string, known: KnownThings): string {
  if (random.chance(0.15)) return random.pick(oddTexts)
  if (/^run_(id|uuid)s?$/.test(name)) return random.pick(known.runIds)
  if (/^experiment_ids?$/.test(name)) return random.pick(known.experimentIds)
  if (/key/.test(name)) return random.pick(known.keys)
  if (name === 'filter') return randomFilter(random, known)
  if (name === 'order_by')
    return `${random.pick(['metrics', 'params', 'tags', 'attributes', 'bogus'])}.${random.pick([...known.keys, 'start_time'])} ${random.pick(['ASC', 'DESC', '', 'UP'])}`
  if (name === 'fields') return random.pick(['metrics.*', 'params.a', 'tags.mlflow.*', 'inputs', '*', '.', 'metrics.'])
  return random.pick(known.keys) + random.below(50)
}

const words = [
  'AND',
  'OR',
  'NOT',
  '(',
  ')',
  'IN',
  'LIKE',
  'ILIKE',
  'IS NULL',
  'IS NOT NULL',
  '=',
  '!=',
  '<',
  '>=',
  ',',
  "'a'",
  '"b"',
  '1',
  '-2.5e3',
  'metrics.a',
  'params.a',
  'tags.`a b`',
  'run_id',
  'start_time',
  'min(metrics.a)',
  'dataset.name',
  '`',
  "'",
]

function randomFilter(random: Random, known: KnownThings): string {
  if (random.chance(0.5)) return Array.from({ length: random.below(8) }, () => random.pick(words)).join(' ')
  const clause = (): string =>
    random.pick([
      `metrics.${random.pick(known.keys)} ${random.pick(['>', '<=', '=', '!='])} ${random.below(5)}`,
      `params.${random.pick(known.keys)} ${random.pick(['=', '!=', 'LIKE', 'ILIKE'])} '${random.below(5)}%'`,
      `tags.${random.pick(known.keys)} ${random.pick(['IS NULL', 'IS NOT NULL', "IN ('1', '2')", "NOT IN ('1')"])}`,
      `status ${random.pick(['=', '!='])} 'RUNNING'`,
      `start_time > ${random.below(1_000)}`,
    ])
  const parts = Array.from({ length: 1 + random.below(3) }, () => (random.chance(0.2) ? `NOT (${clause()})` : clause()))
  return parts.join(random.pick([' AND ', ' OR ']))
}

/** Any JSON value, at most so deep. */
function randomValue(random: Random, depth: number): unknown {
  const kind = random.below(depth > 0 ? 7 : 5)
  if (kind === 0) return null
  if (kind === 1) return random.chance(0.5)
  if (kind === 2) return random.pick(oddNumbers)
  if (kind <= 4) return random.pick(oddTexts)
  if (kind === 5) return Array.from({ length: random.below(4) }, () => randomValue(random, depth - 1))
  return Object.fromEntries(Array.from({ length: random.below(4) }, () => [random.pick(oddTexts), randomValue(random, depth - 1)]))
}
