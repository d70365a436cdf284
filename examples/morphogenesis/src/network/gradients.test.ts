import { describe, expect, it } from 'vitest'
import { createMatrix } from '../numerics/matrix.ts'
import { createRandom } from '../numerics/random.ts'
import { judge } from './cross-entropy.ts'
import { Network } from './network.ts'

const ROWS = 7
const STEP = 1e-6

describe('backward', () => {
  const random = createRandom(1, 'test')
  const network = new Network({ inputs: 2, classes: 3, hidden_dim: 5, num_layers: 2, seeds_per_layer: 2, seed_dim: 4 }, 1)
  // One seed of each kind that lets a gradient through, in both layers; a seed's last weights start at 0, so all are redrawn.
  for (const seed of network.seeds) seed.germinate()
  for (const seed of network.seeds) seed.blend(2)
  network.seeds.filter((_, index) => index % 2 === 0).forEach((seed) => seed.settle('active'))
  for (const parameter of network.parameters) parameter.matrix.values.forEach((_, i, values) => (values[i] = random.normal()))
  const points = createMatrix(ROWS, 2, random.normal)
  const labels = Uint8Array.from({ length: ROWS }, (_, row) => row % 3)
  const meanLoss = () => judge(network.forward(points), labels).loss / ROWS

  it('gives every parameter the slope of the mean loss', () => {
    network.backward(judge(network.forward(points), labels).gradient)
    expect(network.parameters).toHaveLength(2 * 3 + 4 * 4)
    for (const { matrix, gradient } of network.parameters) {
      for (let i = 0; i < matrix.values.length; i++) {
        const value = matrix.values[i]!
        matrix.values[i] = value + STEP
        const above = meanLoss()
        matrix.values[i] = value - STEP
        const slope = (above - meanLoss()) / (2 * STEP)
        matrix.values[i] = value
        expect(Math.abs(gradient.values[i]! - slope)).toBeLessThan(1e-6 * Math.max(1, Math.abs(slope)))
      }
    }
  })

  it('gives the input the slope of the mean loss', () => {
    const gradient = network.backward(judge(network.forward(points), labels).gradient)
    for (let i = 0; i < points.values.length; i++) {
      const value = points.values[i]!
      points.values[i] = value + STEP
      const above = meanLoss()
      points.values[i] = value - STEP
      const slope = (above - meanLoss()) / (2 * STEP)
      points.values[i] = value
      expect(Math.abs(gradient.values[i]! - slope)).toBeLessThan(1e-6 * Math.max(1, Math.abs(slope)))
    }
  })
})

describe('judge', () => {
  it('counts the right rows and stays finite for extreme logits', () => {
    const logits = { rows: 2, columns: 2, values: Float64Array.of(2000, -2000, 0, 0) }
    const judgement = judge(logits, Uint8Array.of(1, 0))
    expect(judgement.correct).toBe(1)
    expect(judgement.loss).toBeCloseTo(4000 + Math.log(2), 9)
  })
})
