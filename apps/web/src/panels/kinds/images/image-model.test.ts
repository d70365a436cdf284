import { describe, expect, it } from 'vitest'
import { imageModelOf, imageOf, statusOf } from './image-model.ts'

const run = (id: string) => ({ id, name: id, colour: 'red', artifactUri: `mlflow-artifacts:/${id}` })
const image = (key: string, step: number) => ({ path: `images/${key}-${step}.png`, key, step })
const rows = [
  { run: run('a'), images: [image('mask', 0), image('mask', 5), image('photo', 0)] },
  { run: run('b'), images: [image('mask', 0)] },
]

describe('images of runs', () => {
  it('have a column per key, with the last picture until the step', () => {
    const model = imageModelOf(rows, { step: 4, isAcross: false })
    expect(model.shown.map(({ title }) => title)).toEqual(['mask', 'photo'])
    expect(rows.map((row) => model.shown.map((column) => imageOf(model, row, column)?.path))).toEqual([
      ['images/mask-0.png', 'images/photo-0.png'],
      ['images/mask-0.png', undefined],
    ])
    expect(statusOf(model, 2)).toBe('4 images of 2 runs')
  })

  it('have a column per step of the first key, in which a picture stands only at its own', () => {
    const model = imageModelOf(rows, { step: 5, isAcross: true })
    expect(model.shown.map(({ title }) => title)).toEqual(['step 0', 'step 5'])
    expect(model.shown.map((column) => imageOf(model, rows[1]!, column)?.path)).toEqual(['images/mask-0.png', undefined])
    expect(statusOf(model, 20)).toBe('4 images of 2 runs · steps of mask · the first 12 of 20 runs; pick others in the table')
  })

  it('stay by key where none was logged by steps', () => {
    const still = [{ run: run('a'), images: [{ path: 'still.jpg', key: 'still.jpg' }] }]
    const model = imageModelOf(still, { step: 0, isAcross: true })
    expect([model.isAcross, model.shown.map(({ key }) => key)]).toEqual([false, ['still.jpg']])
  })
})
