import { expect, it } from 'vitest'
import { defaultOptions } from '../options/index.ts'
import { createDataset } from '../problems/dataset.ts'
import { evaluate, trainMorphogenesis } from '../training/index.ts'
import { decodeModel, encodeModel } from './index.ts'

const options = { ...defaultOptions, n_samples: 200, warm_up_epochs: 8, adaptation_epochs: 12, hidden_dim: 8, seed_dim: 8 }
const shape = { ...options, inputs: 2, classes: 2 }

it('computes after it was stored what it computed before, with seeds half blended in', async () => {
  const { network, last } = await trainMorphogenesis(options)
  expect(last.seeds.some(({ alpha }) => alpha > 0 && alpha < 1)).toBe(true)
  const files = encodeModel(network, { problem_type: 'spirals', shape, metrics: {} })
  const { val } = createDataset(options)
  expect(evaluate(decodeModel(files), val)).toEqual({ loss: last.val_loss, accuracy: last.val_acc })
})

it('refuses weights that are not those of its description', async () => {
  const { network } = await trainMorphogenesis({ ...options, adaptation_epochs: 0 })
  const files = encodeModel(network, { problem_type: 'spirals', shape, metrics: {} })
  const other = encodeModel((await trainMorphogenesis({ ...options, adaptation_epochs: 0, seed: 1 })).network, {
    problem_type: 'spirals',
    shape,
    metrics: {},
  })
  expect(() => decodeModel({ ...files, weights: other.weights })).toThrow('weights.npz is not the file')
})
