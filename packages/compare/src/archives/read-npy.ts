import { Unreadable } from '../comparer.ts'
import { type ElementType, elementTypes } from '../numbers/dtypes.ts'

/** An array of NumPy. */
export interface NpyArray {
  /** As the header has it: `<f4`. */
  readonly type: string
  readonly element: ElementType
  readonly isLittle: boolean
  readonly isFortran: boolean
  readonly shape: readonly number[]
  readonly data: Uint8Array
}

const latin = new TextDecoder('latin1')
const LONGEST_HEADER = 65_536

/** Whether it begins like an array of NumPy. */
export function looksLikeNpy(bytes: Uint8Array): boolean {
  return bytes[0] === 0x93 && latin.decode(bytes.subarray(1, 6)) === 'NUMPY'
}

/** Reads the header; the numbers stay where they are. Throws {@link Unreadable} for objects, records and texts. */
export function readNpy(bytes: Uint8Array): NpyArray {
  if (!looksLikeNpy(bytes) || bytes.length < 12) throw new Unreadable('it is no array of NumPy')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isFirst = bytes[6] === 1
  const length = isFirst ? view.getUint16(8, true) : view.getUint32(8, true)
  const start = (isFirst ? 10 : 12) + length
  if (length > LONGEST_HEADER || start > bytes.length) throw new Unreadable('its header is too long')
  const header = latin.decode(bytes.subarray(isFirst ? 10 : 12, start))
  const type = /'descr': *'([<>|=][a-zA-Z]\d+)'/.exec(header)?.[1]
  const dimensions = /'shape': *\(([\d, ]*)\)/.exec(header)?.[1]
  const order = /'fortran_order': *(True|False)/.exec(header)?.[1]
  const element = type === undefined ? undefined : elementTypes.get(type.slice(1))
  if (type === undefined || element === undefined || dimensions === undefined || order === undefined) {
    throw new Unreadable('its elements are no plain numbers')
  }
  const shape = dimensions.split(',').flatMap((part) => (part.trim() === '' ? [] : [Number(part)]))
  const data = bytes.subarray(start)
  if (shape.reduce((product, length) => product * length, element.size) !== data.length) {
    throw new Unreadable('its length is not that of its header')
  }
  return { type, element, isLittle: type[0] !== '>', isFortran: order === 'True', shape, data }
}
