import { describe, expect, it } from 'vitest'
import { imageAt, imageBeside, imagesOf, stepsOf } from './logged-images.ts'

const uuid = (digit: number) => `3c98e6c0-d166-4a29-8fae-5581b9fc41c${digit}`
const file = (path: string) => ({ path, isFolder: false })

describe('pictures of a run', () => {
  // As mlflow 3.17 and 2.14 name them.
  const images = imagesOf([
    file(`images/samples~dog one+step+0+timestamp+1795307580104+${uuid(1)}+compressed.webp`),
    file(`images/samples~dog one+step+0+timestamp+1795307580104+${uuid(1)}.png`),
    file(`images/samples~dog one+step+10+timestamp+1795307580233+${uuid(2)}.png`),
    file(`images/mask%step%5%timestamp%1795307580100%${uuid(3)}.png`),
    file(`images/mask%step%5%timestamp%1795307580200%${uuid(4)}.png`),
    file('images/still.jpg'),
    file('images/notes.txt'),
    { path: 'images/deep', isFolder: true },
  ])

  it('are known by key and step, with their small ones, the later of two', () => {
    expect(images.map(({ key, step, path }) => [key, step, path.at(-5)])).toEqual([
      ['samples/dog one', 0, '1'],
      ['samples/dog one', 10, '2'],
      ['mask', 5, '4'],
      ['images/still.jpg', undefined, 'l'],
    ])
    expect(images[0]?.small).toContain('compressed')
    expect(images[1]?.small).toBeUndefined()
  })

  it('are what a run had at a step', () => {
    expect(stepsOf(images)).toEqual([0, 5, 10])
    expect(imageAt(images, 'samples/dog one', 7)?.step).toBe(0)
    expect(imageAt(images, 'samples/dog one', 10)?.step).toBe(10)
    expect(imageAt(images, 'mask', 4)).toBeUndefined()
    expect(imageAt(images, 'images/still.jpg', 0)?.path).toBe('images/still.jpg')
  })

  it('stand between those of the same key at the steps around', () => {
    const [first, second] = images
    expect(imageBeside(images, first!, 1)).toBe(second)
    expect(imageBeside(images, second!, -1)).toBe(first)
    expect(imageBeside(images, first!, -1)).toBeUndefined()
    expect(imageBeside(images, second!, 1)).toBeUndefined()
  })
})
