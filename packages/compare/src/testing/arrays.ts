import { encodeText } from '@reprise/protocol'

/** A file of NumPy with one dimension (two numbers for each of a complex type). */
export function npy(type: string, values: Float64Array | Float32Array | Uint16Array | BigInt64Array, { blanks = 0 } = {}): Uint8Array {
  const length = type.includes('c') ? values.length / 2 : values.length
  const header = `{'descr': '${type}', 'fortran_order': False, 'shape': (${length},), }${' '.repeat(blanks)}\n`
  const data = new Uint8Array(values.buffer)
  return new Uint8Array([0x93, ...encodeText('NUMPY'), 1, 0, header.length & 0xff, header.length >> 8, ...encodeText(header), ...data])
}

/** A file of safetensors. */
export function safetensors(tensors: Readonly<Record<string, Float32Array>>, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  let at = 0
  const entries = Object.entries(tensors).map(([name, values]) => {
    const from = at
    at += values.byteLength
    return [name, { dtype: 'F32', shape: [values.length], data_offsets: [from, at] }] as const
  })
  const header = encodeText(JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) }))
  const length = new Uint8Array(8)
  new DataView(length.buffer).setUint32(0, header.length, true)
  return new Uint8Array([...length, ...header, ...Object.values(tensors).flatMap((values) => [...new Uint8Array(values.buffer)])])
}
