/** An array of NumPy: `data` row by row, and how many there are along each axis. */
export interface NumpyArray {
  readonly shape: readonly number[]
  readonly data: Float64Array | Uint8Array
}

const MAGIC = Buffer.from('\x93NUMPY', 'latin1')
/** The numbers begin at a multiple of this (NumPy's format, version 1.0). */
const ALIGNMENT = 64

/** `array` as the content of a .npy file, version 1.0. */
export function writeNpy({ shape, data }: NumpyArray): Uint8Array {
  const type = data instanceof Float64Array ? '<f8' : '|u1'
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const description = `{'descr': '${type}', 'fortran_order': False, 'shape': (${sizes}), }`
  const prefix = MAGIC.length + 4
  const length = Math.ceil((prefix + description.length + 1) / ALIGNMENT) * ALIGNMENT - prefix
  const header = Buffer.alloc(prefix + length, ' ')
  MAGIC.copy(header)
  header.set([1, 0], MAGIC.length)
  header.writeUInt16LE(length, MAGIC.length + 2)
  header.write(description, prefix, 'latin1')
  header.write('\n', header.length - 1)
  return Buffer.concat([header, littleEndian(data)])
}

/**
 * The array of a .npy file.
 * @throws Error where it is none, or holds something else than 64-bit floats or bytes in the order of C
 */
export function readNpy(bytes: Uint8Array): NumpyArray {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (file.length < 10 || !file.subarray(0, MAGIC.length).equals(MAGIC)) throw new Error('it is no .npy file')
  const wide = (file[MAGIC.length] ?? 0) > 1
  const prefix = MAGIC.length + (wide ? 6 : 4)
  const length = wide ? file.readUInt32LE(MAGIC.length + 2) : file.readUInt16LE(MAGIC.length + 2)
  const header = file.toString('latin1', prefix, prefix + length)
  const [, type] = /'descr': '([^']*)'/.exec(header) ?? []
  const [, sizes] = /'shape': \(([\d, ]*)\)/.exec(header) ?? []
  if (sizes === undefined || !header.includes("'fortran_order': False")) throw new Error(`its header is not understood: ${header.trim()}`)
  const shape = [...sizes.matchAll(/\d+/g)].map(([size]) => Number(size))
  const count = shape.reduce((product, size) => product * size, 1)
  return { shape, data: readNumbers(file.subarray(prefix + length), type, count) }
}

function readNumbers(content: Buffer, type: string | undefined, count: number): NumpyArray['data'] {
  const width = { '<f8': 8, '|u1': 1 }[type ?? '']
  if (width === undefined) throw new Error(`its numbers are of type ${type}, not float64 or uint8`)
  if (content.length !== width * count)
    throw new Error(`it has ${content.length} bytes of numbers where its header promises ${width * count}`)
  if (width === 1) return Uint8Array.from(content)
  return Float64Array.from({ length: count }, (_, index) => content.readDoubleLE(8 * index))
}

function littleEndian(data: NumpyArray['data']): Uint8Array {
  if (data instanceof Uint8Array) return data
  const bytes = Buffer.alloc(8 * data.length)
  data.forEach((value, index) => bytes.writeDoubleLE(value, 8 * index))
  return bytes
}
