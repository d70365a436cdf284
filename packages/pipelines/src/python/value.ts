/** What a mapping may have as a key, and what a leaf is. YAML keys such as `1:` stay integers, since they are written back as such. */
export type Scalar = null | boolean | bigint | number | string | PythonDate

/**
 * A value as Python has it after reading YAML, JSON, TOML or a literal: integers are bigints of any size and floats are numbers, since `1` and
 * `1.0` are written differently and hashed differently; mappings are Maps, since objects put keys that look like integers first.
 */
export type Value = Scalar | PythonSet | Sequence | Mapping

/** A list, or a tuple where it is a {@link PythonTuple}. */
export type Sequence = readonly Value[]
/** A dict, in order of insertion. */
export type Mapping = ReadonlyMap<Scalar, Value>

/** A tuple of a `.py` file: written like a list, but shown with round brackets. */
export class PythonTuple extends Array<Value> {}

/** A set literal of a `.py` file. It can be compared and shown, but not be serialised, as in Python. */
export class PythonSet {
  readonly members: readonly Value[]

  constructor(members: readonly Value[]) {
    this.members = members
  }
}

/** A date or a datetime of YAML or TOML. */
export class PythonDate {
  readonly kind: 'date' | 'datetime'
  /** What `isoformat(' ')` prints, and what YAML is written with. */
  readonly text: string

  constructor(kind: 'date' | 'datetime', text: string) {
    this.kind = kind
    this.text = text
  }
}

export function isMapping(value: Value | undefined): value is Mapping {
  return value instanceof Map
}

export function isSequence(value: Value | undefined): value is Sequence {
  return Array.isArray(value)
}

/** The name that Python gives the type of a value: `str`, `int`, `NoneType`, … */
export function typeName(value: Value): string {
  if (value === null) return 'NoneType'
  if (value instanceof PythonDate) return value.kind
  if (value instanceof PythonSet) return 'set'
  if (isMapping(value)) return 'dict'
  if (isSequence(value)) return value instanceof PythonTuple ? 'tuple' : 'list'
  return scalarTypeNames[typeof value as keyof typeof scalarTypeNames]
}

const scalarTypeNames = { boolean: 'bool', bigint: 'int', number: 'float', string: 'str' } as const
