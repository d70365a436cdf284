import { rangesOf, type ReadRange } from '../stored-file.ts'
import { elementTypeOf, type ElementType } from './element-types.ts'
import { LONGEST_HEADER, type NpyHeader, readNpyHeader } from './npy-header.ts'
import { drawPlane, drawSeries, type Plane, type Series } from './plane.ts'
import { readMember, readZipDirectory } from './read-zip.ts'
import { describeNumbers, type Numbers } from './statistics.ts'

export interface ArrayFile {
  readonly uri: string
  readonly path: string
  readonly size: number
}

/** An array, or one of those in an archive, and which of its planes is drawn. */
export interface ArrayPlace extends ArrayFile {
  readonly member?: string
  readonly plane: number
}

export interface ListedArray {
  readonly name: string
  /** Bytes. */
  readonly size: number
}

export interface ArrayDescription {
  readonly dtype: string
  readonly shape: readonly number[]
  /** Of the elements that were read; absent where they are no plain numbers. */
  readonly numbers?: Numbers
  /** Elements that were read, from the first one. */
  readonly read: number
  /** The first of them, to the last digit. */
  readonly first: readonly string[]
  /** How many planes it has, where it has more dimensions than can be drawn. */
  readonly planes: number
  readonly drawing?: Plane | Series
  /** Why there is less than that. */
  readonly why?: string
}

/** Bytes of elements that are read. */
const MOST_READ = 32 * 1_024 * 1_024
const MOST_FIRST = 100

/** What an archive of arrays holds. */
export async function listArrays(file: ArrayFile): Promise<ListedArray[]> {
  const members = await readZipDirectory(rangesOf(file), file.size)
  return members.map(({ name, size }) => ({ name, size }))
}

/** Shape, type, statistics and a drawing of an array. Objects are pickles: they are never read. */
export async function describeArray(place: ArrayPlace): Promise<ArrayDescription> {
  const read = await openArray(place)
  const header = readNpyHeader(await read(0, LONGEST_HEADER))
  const { dtype, description, shape, start } = header
  const element = dtype === undefined ? undefined : elementTypeOf(dtype)
  if (element === undefined) return { dtype: dtype ?? description, shape, read: 0, first: [], planes: 0, why: whyNot(dtype) }
  const count = shape.reduce((product, length) => product * length, 1)
  const bytes = await read(start, start + Math.min(MOST_READ, count * element.size))
  const known = Math.floor(bytes.length / element.size)
  const at = elementsOf(bytes, element, dtype ?? '')
  const first = Array.from({ length: Math.min(MOST_FIRST, known) }, (_, index) => printAt(bytes, { element, dtype: dtype ?? '', index }))
  const drawn = await drawArray({ header, element, read, plane: place.plane, known, at })
  return {
    dtype: element.name + (dtype?.startsWith('>') === true && element.size > 1 ? ', big endian' : ''),
    shape,
    ...(known === 0 ? {} : { numbers: describeNumbers(at, known) }),
    read: known,
    first,
    ...drawn,
    ...(known < Math.min(count, MOST_READ / element.size) ? { why: `The file ends after ${known} of ${count} elements.` } : {}),
  }
}

async function openArray({ member, ...file }: ArrayPlace): Promise<ReadRange> {
  const read = rangesOf(file)
  if (member === undefined) return read
  const found = (await readZipDirectory(read, file.size)).find(({ name }) => name === member)
  if (found === undefined) throw new Error(`There is no ${member} in the archive.`)
  const bytes = await readMember(read, found, LONGEST_HEADER + MOST_READ)
  return async (start, end) => bytes.subarray(start, end)
}

type ElementAt = (index: number) => number

function elementsOf(bytes: Uint8Array, element: ElementType, dtype: string): ElementAt {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isLittle = !dtype.startsWith('>')
  return (index) => element.read(view, index * element.size, isLittle)
}

function printAt(
  bytes: Uint8Array,
  { element, dtype, index }: { readonly element: ElementType; readonly dtype: string; readonly index: number },
): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const print = element.print ?? ((given, at, isLittle) => String(element.read(given, at, isLittle)))
  return print(view, index * element.size, !dtype.startsWith('>'))
}

interface Drawn {
  readonly header: NpyHeader
  readonly element: ElementType
  readonly read: ReadRange
  readonly plane: number
  readonly known: number
  readonly at: ElementAt
}

/** One dimension is a line; the last two are a map, and the last three a picture where the third has the colours. */
async function drawArray(drawn: Drawn): Promise<Pick<ArrayDescription, 'planes' | 'drawing'>> {
  const { shape, isFortran } = drawn.header
  if (shape.length === 0 || drawn.known === 0) return { planes: 0 }
  if (shape.length === 1) return { planes: 1, drawing: drawSeries(drawn.at, drawn.known) }
  const colours = shape.length > 2 && [3, 4].includes(shape.at(-1) ?? 0) ? (shape.at(-1) ?? 0) : 1
  const [height = 0, width = 0] = shape.slice(colours > 1 ? -3 : -2)
  const size = height * width * colours
  const planes = size === 0 ? 0 : Math.round(shape.reduce((product, length) => product * length, 1) / size)
  // Planes of arrays in Fortran's order are scattered over the file; a single one is only turned.
  if (planes === 0 || (isFortran && shape.length > 2) || size * drawn.element.size > MOST_READ) return { planes }
  const number = Math.max(0, Math.min(planes - 1, drawn.plane))
  const at = number === 0 ? drawn.at : await readPlane(drawn, { start: number * size, length: size })
  const known = number === 0 ? Math.min(size, drawn.known) : size
  const place = (row: number, column: number, colour: number): number =>
    isFortran ? row + column * height : (row * width + column) * colours + colour
  return {
    planes,
    drawing: drawPlane(
      (row, column, colour) => {
        const index = place(row, column, colour)
        return index < known ? at(index) : Number.NaN
      },
      { width, height, colours, isByte: drawn.element.name === 'uint8' },
    ),
  }
}

async function readPlane(
  { header, element, read }: Drawn,
  { start, length }: { readonly start: number; readonly length: number },
): Promise<ElementAt> {
  const from = header.start + start * element.size
  const bytes = await read(from, from + length * element.size)
  const at = elementsOf(bytes, element, header.dtype ?? '')
  const known = Math.floor(bytes.length / element.size)
  return (index) => (index < known ? at(index) : Number.NaN)
}

function whyNot(dtype: string | undefined): string {
  if (dtype === undefined) return 'Its elements are records: they are not shown here.'
  if (dtype.endsWith('O')) return 'Its elements are objects of Python, which are pickled: they are never opened here.'
  if (/^[<>]c/.test(dtype)) return 'Its elements are complex numbers: they are not drawn here.'
  return 'Its elements are no plain numbers: they are not shown here.'
}
