/** A picture of numbers, already in colours. */
export interface Plane {
  readonly kind: 'plane'
  /** Of the array; the picture may have fewer pixels. */
  readonly rows: number
  readonly columns: number
  readonly width: number
  readonly height: number
  /** Four bytes of each pixel. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>
  /** What the ends of the scale stand for; absent where the numbers are colours themselves. */
  readonly scale?: readonly [least: number, most: number]
}

/** A line of numbers: the least and the greatest of each step. */
export interface Series {
  readonly kind: 'series'
  readonly count: number
  readonly least: readonly number[]
  readonly most: readonly number[]
}

const MOST_PIXELS = 768
const MOST_STEPS = 1_000

export function drawSeries(at: (index: number) => number, count: number): Series {
  const steps = Math.min(MOST_STEPS, count)
  const [least, most] = [Array<number>(steps).fill(Infinity), Array<number>(steps).fill(-Infinity)]
  for (let index = 0; index < count; index++) {
    const step = Math.floor((index * steps) / count)
    const value = at(index)
    if (value < (least[step] ?? 0)) least[step] = value
    if (value > (most[step] ?? 0)) most[step] = value
  }
  return { kind: 'series', count, least, most }
}

interface PlaneShape {
  readonly width: number
  readonly height: number
  /** 1 for a map; 3 or 4 for a picture. */
  readonly colours: number
  /** Whether colours are 0 to 255; else 0 to 1 where all lie there. */
  readonly isByte: boolean
}

/** Draws a plane: where a pixel stands for several numbers, their mean. What is not finite is left clear. */
export function drawPlane(at: (row: number, column: number, colour: number) => number, shape: PlaneShape): Plane {
  const { width: columns, height: rows, colours } = shape
  const width = Math.min(MOST_PIXELS, columns)
  const height = Math.min(MOST_PIXELS, rows)
  const means = new Float64Array(width * height * colours)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let colour = 0; colour < colours; colour++)
        means[(y * width + x) * colours + colour] = meanOf(at, { x, y, colour, width, height, rows, columns })
    }
  }
  const finite = means.filter((value) => Number.isFinite(value))
  const least = finite.reduce((a, b) => Math.min(a, b), Infinity)
  const most = finite.reduce((a, b) => Math.max(a, b), -Infinity)
  const pixels = new Uint8ClampedArray(width * height * 4)
  const range: readonly [number, number] =
    colours === 1 ? [least, most] : shape.isByte ? [0, 255] : least >= 0 && most <= 1 ? [0, 1] : [least, most]
  for (let pixel = 0; pixel < width * height; pixel++) {
    const parts = means.subarray(pixel * colours, (pixel + 1) * colours)
    pixels.set(colours === 1 ? toColour(parts[0] ?? Number.NaN, range) : toPicture(parts, range), pixel * 4)
  }
  return { kind: 'plane', rows, columns, width, height, pixels, ...(colours === 1 ? { scale: range } : {}) }
}

interface Pixel {
  readonly x: number
  readonly y: number
  readonly colour: number
  readonly width: number
  readonly height: number
  readonly rows: number
  readonly columns: number
}

function meanOf(
  at: (row: number, column: number, colour: number) => number,
  { x, y, colour, width, height, rows, columns }: Pixel,
): number {
  let [sum, count] = [0, 0]
  const [top, bottom] = [
    Math.floor((y * rows) / height),
    Math.max(Math.floor((y * rows) / height) + 1, Math.floor(((y + 1) * rows) / height)),
  ]
  const [left, right] = [
    Math.floor((x * columns) / width),
    Math.max(Math.floor((x * columns) / width) + 1, Math.floor(((x + 1) * columns) / width)),
  ]
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      sum += at(row, column, colour)
      count++
    }
  }
  return sum / count
}

/** Colours of a scale that also reads without colours: from dark to light (viridis, at nine places). */
const scale = [
  [68, 1, 84],
  [71, 44, 122],
  [59, 81, 139],
  [44, 113, 142],
  [33, 144, 141],
  [39, 173, 129],
  [92, 200, 99],
  [170, 220, 50],
  [253, 231, 37],
] as const

function toColour(value: number, [least, most]: readonly [number, number]): number[] {
  if (!Number.isFinite(value)) return [0, 0, 0, 0]
  const place = most === least ? 0.5 : (value - least) / (most - least)
  const at = Math.min(scale.length - 2, Math.floor(place * (scale.length - 1)))
  const rest = place * (scale.length - 1) - at
  const [from, to] = [scale[at] ?? scale[0], scale[at + 1] ?? scale[0]]
  return [...from.map((part, index) => part + ((to[index] ?? part) - part) * rest), 255]
}

function toPicture(parts: Float64Array, [least, most]: readonly [number, number]): number[] {
  const bytes = Array.from(parts, (part) => ((part - least) / (most - least || 1)) * 255)
  return bytes.length === 4 ? bytes : [...bytes, 255]
}
