import { expect, it } from 'vitest'
import { readNpz, writeNpz } from '../npz/index.ts'
import { createDataset } from './dataset.ts'
import { decodeDataset, encodeDataset } from './dataset-file.ts'
import { problems, type ProblemType } from './index.ts'

const optionsOf = (problem_type: ProblemType) => ({ problem_type, n_samples: 50, val_fraction: 0.2, noise: 0.02, seed: 7 })

it.each(Object.keys(problems) as ProblemType[])('gives back a dataset of %s, to the bit', (problem_type) => {
  const options = optionsOf(problem_type)
  const stored = { dataset: createDataset(options), options }
  const bytes = encodeDataset(stored)
  expect(decodeDataset(bytes)).toEqual(stored)
  expect(Buffer.compare(bytes, encodeDataset({ dataset: createDataset(options), options }))).toBe(0)
})

it('says what is missing in a file that is no dataset', () => {
  const { options: _, ...arrays } = readNpz(encodeDataset({ dataset: createDataset(optionsOf('moons')), options: optionsOf('moons') }))
  expect(() => decodeDataset(writeNpz(arrays))).toThrow('it has no array `options`')
})

it('says which arrays do not go together', () => {
  const arrays = readNpz(encodeDataset({ dataset: createDataset(optionsOf('moons')), options: optionsOf('moons') }))
  const { y_val: _, ...rest } = arrays
  expect(() => decodeDataset(writeNpz(rest))).toThrow('X_val')
  const wrong = { shape: [10], data: new Uint8Array(10).fill(2) }
  expect(() => decodeDataset(writeNpz({ ...arrays, y_val: wrong }))).toThrow('labels past 1')
})
