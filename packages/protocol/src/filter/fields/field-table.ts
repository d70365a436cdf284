import type { Comparator, FilterEntity } from '../ast.ts'

/** What one can search by, for one kind of thing. A new kind (registered models, logged models, ...) is one more table. */
export interface FieldTable {
  readonly entities: readonly EntityRule[]
  /** MLflow's words for a prefix that is no entity, after "Invalid entity type 'x'. ". */
  readonly validEntities: string
  /** MLflow's words for an order by an entity that has no order. */
  readonly noOrder: (label: string) => string
}

/** One entity of a table. Its keys are either open (whatever was logged) or a closed list. */
export interface EntityRule {
  readonly entity: FilterEntity
  /** What MLflow calls the entity in its messages. */
  readonly label: string
  /** Prefixes that mean this entity, `tags` in `tags.a`; hints name the last. A field without a prefix is an attribute. */
  readonly prefixes: readonly string[]
  readonly keys: OpenKeys | ClosedKeys
  /** Whether results can be ordered by it. */
  readonly orderable: boolean
}

export interface OpenKeys {
  readonly kind: 'open'
  readonly rule: FieldRule
}

export interface ClosedKeys {
  readonly kind: 'closed'
  readonly rules: Readonly<Record<string, FieldRule>>
  /** Other spellings, each with the key it stands for. */
  readonly aliases: Readonly<Record<string, string>>
  /** Keys that are a tag under a short name, each with the tag: what is said of the tag is said of them. */
  readonly tags?: Readonly<Record<string, string>>
}

/** Every key that may be written, for messages and docs. */
export function closedKeysOf({ rules: known, aliases, tags = {} }: ClosedKeys): readonly string[] {
  return [known, tags, aliases].flatMap((keys) => Object.keys(keys))
}

/** What a field holds and how it compares. IN, NOT IN, IS NULL and IS NOT NULL work on every field. */
export interface FieldRule {
  /** `text`, `double`, or `int64`: which literals it compares with. */
  readonly values: 'text' | 'double' | 'int64'
  readonly comparators: readonly Comparator[]
  /** Whether it can be absent; where it cannot, `IS NULL` matches nothing. */
  readonly nullable: boolean
}

const equality = ['=', '!='] as const
const pattern = [...equality, 'LIKE', 'ILIKE'] as const
const magnitude = [...equality, '>', '>=', '<', '<='] as const

/** The rules that tables are made of. */
export const rules = {
  /** An opaque id: it is equal or it is not. */
  id: { values: 'text', comparators: equality, nullable: false },
  text: { values: 'text', comparators: pattern, nullable: false },
  optionalText: { values: 'text', comparators: pattern, nullable: true },
  time: { values: 'int64', comparators: magnitude, nullable: false },
  optionalTime: { values: 'int64', comparators: magnitude, nullable: true },
  /** A number that is worked out, and is not there where what it takes is not. */
  optionalNumber: { values: 'double', comparators: magnitude, nullable: true },
  metric: { values: 'double', comparators: magnitude, nullable: true },
} as const satisfies Record<string, FieldRule>

/** All operators of a field, for messages and docs. */
export function operatorsOf(rule: FieldRule): readonly string[] {
  return [...rule.comparators, 'IN', 'NOT IN', 'IS NULL', 'IS NOT NULL']
}
