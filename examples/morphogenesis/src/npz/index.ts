import { readNpy, writeNpy, type NumpyArray } from './npy.ts'
import { readZip, writeZip } from './zip.ts'

export type { NumpyArray } from './npy.ts'

export type Arrays = Readonly<Record<string, NumpyArray>>

/** `arrays` as a file that `numpy.load` reads; the same arrays give the same bytes. */
export function writeNpz(arrays: Arrays): Uint8Array {
  return writeZip(Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`${name}.npy`, writeNpy(array)])))
}

/**
 * The arrays of a file of NumPy's `savez` or `savez_compressed`.
 * @throws Error that says what is wrong with it
 */
export function readNpz(bytes: Uint8Array): Arrays {
  const entries = Object.entries(readZip(bytes))
  return Object.fromEntries(entries.map(([name, content]) => [name.replace(/\.npy$/, ''), readNpy(content)]))
}

/** A text as an array, which NumPy gives back by `bytes(array).decode()`. */
export function toTextArray(text: string): NumpyArray {
  const data = Uint8Array.from(Buffer.from(text))
  return { shape: [data.length], data }
}

export function textOf({ data }: NumpyArray): string {
  return Buffer.from(Uint8Array.from(data)).toString()
}
