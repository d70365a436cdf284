import type { Int64 } from '../int64.ts'

/**
 * Messages as data: one description from which requests are decoded, types inferred and the OpenAPI document is
 * printed. The kinds are those of protobuf's JSON mapping, which MLflow speaks.
 */
export type Scalar = 'string' | 'int64' | 'int32' | 'double' | 'bool' | 'json'

export interface EnumType<Name extends string = string> {
  readonly kind: 'enum'
  /** Names by number: protobuf lets an enum be given either way. */
  readonly values: Readonly<Record<Name, number>>
}

export interface MessageType<Fields extends FieldMap = FieldMap> {
  readonly kind: 'message'
  /** The name in the OpenAPI document. */
  readonly name: string
  readonly fields: Fields
}

export type FieldType = Scalar | EnumType | MessageType

export interface Field<
  Type extends FieldType = FieldType,
  Presence extends 'required' | 'optional' | 'repeated' = 'required' | 'optional' | 'repeated',
> {
  readonly type: Type
  readonly presence: Presence
  readonly doc: string
  /** Items of a list, or characters of a text, at most; held by {@link assertStrict}. */
  readonly most?: number
}

export type FieldMap = Readonly<Record<string, Field>>

type ScalarValue<Type extends Scalar> = Type extends 'string'
  ? string
  : Type extends 'int64'
    ? Int64
    : Type extends 'bool'
      ? boolean
      : Type extends 'json'
        ? unknown
        : number

/** The TypeScript type of a value of a field type. */
export type ValueOf<Type extends FieldType> = Type extends Scalar
  ? ScalarValue<Type>
  : Type extends EnumType<infer Name>
    ? Name
    : Type extends MessageType<infer Fields>
      ? MessageOf<Fields>
      : never

type KeysOf<Fields extends FieldMap, Presence> = {
  [Key in keyof Fields]: Fields[Key]['presence'] extends Presence ? Key : never
}[keyof Fields]

/** The TypeScript type of a decoded message: repeated fields are always arrays, absent optional ones undefined. */
export type MessageOf<Fields extends FieldMap> = {
  readonly [Key in KeysOf<Fields, 'required'>]: ValueOf<Fields[Key]['type']>
} & {
  readonly [Key in KeysOf<Fields, 'optional'>]?: ValueOf<Fields[Key]['type']> | undefined
} & {
  readonly [Key in KeysOf<Fields, 'repeated'>]: readonly ValueOf<Fields[Key]['type']>[]
}

/** The TypeScript type of a message as a caller writes it: repeated fields may be left out. */
export type InputOf<Fields extends FieldMap> = {
  readonly [Key in KeysOf<Fields, 'required'>]: InputValueOf<Fields[Key]['type']>
} & {
  readonly [Key in KeysOf<Fields, 'optional'>]?: InputValueOf<Fields[Key]['type']> | undefined
} & {
  readonly [Key in KeysOf<Fields, 'repeated'>]?: readonly InputValueOf<Fields[Key]['type']>[] | undefined
}

type InputValueOf<Type extends FieldType> = Type extends MessageType<infer Fields> ? InputOf<Fields> : ValueOf<Type>

/** See {@link Field}. */
type FieldBounds = Pick<Field, 'most'>

export function required<const Type extends FieldType>(type: Type, doc: string, bounds: FieldBounds = {}): Field<Type, 'required'> {
  return { type, presence: 'required', doc, ...bounds }
}

export function optional<const Type extends FieldType>(type: Type, doc: string, bounds: FieldBounds = {}): Field<Type, 'optional'> {
  return { type, presence: 'optional', doc, ...bounds }
}

export function repeated<const Type extends FieldType>(type: Type, doc: string, bounds: FieldBounds = {}): Field<Type, 'repeated'> {
  return { type, presence: 'repeated', doc, ...bounds }
}

export function message<const Fields extends FieldMap>(name: string, fields: Fields): MessageType<Fields> {
  return { kind: 'message', name, fields }
}

export function enumeration<const Name extends string>(values: Readonly<Record<Name, number>>): EnumType<Name> {
  return { kind: 'enum', values }
}
