import { describe, expect, it } from 'vitest'
import { createMatrix } from '../numerics/matrix.ts'
import { createRandom } from '../numerics/random.ts'
import { Seed } from './seed.ts'

const random = createRandom(5, 'test')
const createSeed = () => new Seed('layer1_seed1', { layer: 3, seed: 4 }, random)
const input = createMatrix(2, 3, random.normal)

/** A descent that leaves the seed's module with something to say. */
function teach(seed: Seed): void {
  seed.forward(input)
  seed.backward(createMatrix(2, 3, random.normal))
  for (const parameter of seed.parameters) parameter.descend(0.1)
}

describe('a seed', () => {
  it('is inert while it is dormant', () => {
    const seed = createSeed()
    seed.blend(4)
    expect(seed).toMatchObject({ state: 'dormant', alpha: 0 })
    expect(seed.forward(input)).toBe(input)
  })

  it('changes nothing at the moment it germinates', () => {
    const seed = createSeed()
    seed.germinate()
    seed.blend(1)
    expect(seed.alpha).toBe(1)
    expect(seed.forward(input)).toEqual(input)
  })

  it('adds to the layer what it learnt, in proportion to alpha', () => {
    const seed = createSeed()
    seed.germinate()
    seed.blend(2)
    teach(seed)
    const half = seed.forward(input).values.map((value, i) => value - input.values[i]!)
    seed.blend(2)
    const whole = seed.forward(input).values.map((value, i) => value - input.values[i]!)
    expect(Math.max(...half.map(Math.abs))).toBeGreaterThan(0.01)
    whole.forEach((value, i) => expect(value).toBeCloseTo(2 * half[i]!, 12))
  })

  it('leaves the layer alone again once it is culled', () => {
    const seed = createSeed()
    seed.germinate()
    seed.blend(1)
    teach(seed)
    expect(seed.forward(input)).not.toEqual(input)
    seed.settle('culled')
    expect(seed.forward(input)).toBe(input)
  })
})
