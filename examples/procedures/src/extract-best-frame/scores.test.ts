import { expect, it } from 'vitest'
import { measureExposure } from './exposure.ts'
import { measureSharpness } from './sharpness.ts'
import { type Frame, readY4m, writeY4m } from './y4m.ts'

const [width, height] = [5, 4]

function frame(luma: (x: number, y: number) => number): Frame {
  const pixels = Array.from({ length: width * height }, (_, at) => luma(at % width, Math.floor(at / width)))
  return { width, height, luma: Uint8Array.from(pixels), chroma: new Uint8Array(2 * 3 * 2).fill(128) }
}

it('knows sharpness by the variance of the Laplacian: 0 without edges, also on a slope', () => {
  expect(measureSharpness(frame(() => 100))).toBe(0)
  expect(measureSharpness(frame((x, y) => 20 * x + 10 * y))).toBe(0)
  // One bright pixel: -4·100 at it, 100 beside it on two sides and below, 0 at the two others inside.
  const dot = frame((x, y) => (x === 2 && y === 1 ? 100 : 0))
  const [sum, squares] = [-400 + 100 + 100 + 100, 160_000 + 3 * 10_000]
  expect(measureSharpness(dot)).toBeCloseTo(squares / 6 - (sum / 6) ** 2, 9)
})

it('knows exposure by how far the mean is from black and from white', () => {
  expect(measureExposure(frame(() => 16))).toBe(0)
  expect(measureExposure(frame(() => 0))).toBe(0)
  expect(measureExposure(frame(() => 235))).toBe(0)
  expect(measureExposure(frame((x) => (x % 2 === 0 ? 125 : 126)))).toBeCloseTo(1, 1)
  expect(measureExposure(frame(() => 16 + 219 / 4))).toBeCloseTo(0.5, 1)
})

async function read(chunks: Iterable<Uint8Array>): Promise<Frame[]> {
  const frames: Frame[] = []
  async function* stream(): AsyncGenerator<Uint8Array> {
    yield* chunks
  }
  for await (const each of readY4m(stream()))
    frames.push({ ...each, luma: Uint8Array.from(each.luma), chroma: Uint8Array.from(each.chroma) })
  return frames
}

it('reads frames however the stream is cut, of odd sizes too, and leaves out half of one at the end', async () => {
  const first = frame((x, y) => 10 * x + y)
  const second = frame((x) => 200 - x)
  const whole = writeY4m(first)
  const marker = Buffer.from('FRAME Ip\n')
  const video = Buffer.concat([whole, marker, second.luma, second.chroma, marker, second.luma])
  for (const size of [1, 7, 64, video.length]) {
    const chunks = Array.from({ length: Math.ceil(video.length / size) }, (_, at) => video.subarray(at * size, (at + 1) * size))
    expect(await read(chunks)).toEqual([first, second])
  }
  expect(await read([])).toEqual([])
  await expect(read([Buffer.from('something else\n')])).rejects.toThrow('no YUV4MPEG2 header')
})
