import { startsWith } from '../looks-like.ts'

/** What the header of an array of NumPy says. */
export interface NpyHeader {
  /** As NumPy writes it: `<f4`; undefined for records, whose parts are in `description`. */
  readonly dtype: string | undefined
  readonly description: string
  readonly shape: readonly number[]
  readonly isFortran: boolean
  /** Where the elements begin. */
  readonly start: number
}

export const LONGEST_HEADER = 65_536

/** Reads the header from the first bytes of a file. Throws an Error in words for the viewer. */
export function readNpyHeader(bytes: Uint8Array): NpyHeader {
  if (!startsWith(bytes, [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]) || bytes.length < 12) throw new Error('It is no array of NumPy.')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isFirst = bytes[6] === 1
  const length = isFirst ? view.getUint16(8, true) : view.getUint32(8, true)
  const start = (isFirst ? 10 : 12) + length
  if (start > Math.min(bytes.length, LONGEST_HEADER)) throw new Error('Its header is cut off, or longer than any that NumPy writes.')
  const text = new TextDecoder('latin1').decode(bytes.subarray(isFirst ? 10 : 12, start))
  const description = /'descr': *('[^']*'|\[.*\])/.exec(text)?.[1]
  const dimensions = /'shape': *\(([\d, L]*)\)/.exec(text)?.[1]
  const order = /'fortran_order': *(True|False)/.exec(text)?.[1]
  if (description === undefined || dimensions === undefined || order === undefined)
    throw new Error('Its header is not one that NumPy writes.')
  const shape = dimensions.split(',').flatMap((part) => (part.trim() === '' ? [] : [Number.parseInt(part, 10)]))
  const count = shape.reduce((product, one) => product * one, 1)
  if (shape.length > 64 || !Number.isSafeInteger(count)) throw new Error('Its shape is larger than any array can be.')
  return { dtype: /^'(.*)'$/.exec(description)?.[1], description, shape, isFortran: order === 'True', start }
}
