import { Unreadable } from '../comparer.ts'
import { type ElementType, elementTypes } from '../numbers/dtypes.ts'

/** One tensor of a safetensors file. */
export interface Tensor {
  /** `F32`, `BF16`, … */
  readonly type: string
  readonly element: ElementType
  readonly shape: readonly number[]
  readonly data: Uint8Array
}

const LONGEST_HEADER = 16 * 2 ** 20
const types: Readonly<Record<string, string>> = {
  F64: 'f8',
  F32: 'f4',
  F16: 'f2',
  BF16: 'bf2',
  I64: 'i8',
  I32: 'i4',
  I16: 'i2',
  I8: 'i1',
  U64: 'u8',
  U32: 'u4',
  U16: 'u2',
  U8: 'u1',
  BOOL: 'b1',
}

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, Tensor>
  /** Texts by name. */
  readonly metadata: ReadonlyMap<string, string>
}

/** Reads the header; the numbers stay where they are. Throws {@link Unreadable} when anything in it does not add up. */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  if (bytes.length < 8) throw new Unreadable('it has no header')
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0, true))
  if (length > Math.min(LONGEST_HEADER, bytes.length - 8)) throw new Unreadable('its header is too long')
  const body = bytes.subarray(8 + length)
  const tensors = new Map<string, Tensor>()
  const { __metadata__: metadata = {}, ...entries } = parseHeader(bytes.subarray(8, 8 + length))
  for (const [name, entry] of Object.entries(entries)) tensors.set(name, readTensor(entry, body))
  const covered = [...tensors.values()].reduce((sum, { data }) => sum + data.length, 0)
  if (covered !== body.length) throw new Unreadable('it holds bytes that belong to no tensor')
  return { tensors, metadata: new Map(Object.entries(metadata ?? {}).map(([name, value]) => [name, String(value)])) }
}

function parseHeader(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const header: unknown = JSON.parse(new TextDecoder().decode(bytes))
    if (typeof header === 'object' && header !== null) return { ...header }
  } catch (cause) {
    throw new Unreadable('its header is not JSON', { cause })
  }
  throw new Unreadable('its header is no object')
}

function readTensor(entry: unknown, body: Uint8Array): Tensor {
  const { dtype, shape, data_offsets: offsets } = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>
  const element = elementTypes.get(types[String(dtype)] ?? '')
  if (element === undefined || !isNumbers(shape) || !isNumbers(offsets)) throw new Unreadable('it has a tensor of an unknown type')
  const [start = 0, end = 0] = offsets
  if (start > end || end > body.length || shape.reduce((product, size) => product * size, element.size) !== end - start) {
    throw new Unreadable('a tensor lies outside of the file')
  }
  return { type: String(dtype), element, shape, data: body.subarray(start, end) }
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0)
}
