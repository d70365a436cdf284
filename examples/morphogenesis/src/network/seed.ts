import type { Random } from '../numerics/random.ts'
import { createRandomWeights, Dense } from './dense.ts'
import type { Layer } from './layer.ts'
import { createMatrix, type Matrix } from '../numerics/matrix.ts'
import type { Parameter } from './parameter.ts'
import { Relu } from './relu.ts'
import { Sequence } from './sequence.ts'

/** dormant → germinating → active, or → culled where germinating did not help. */
export type SeedState = 'dormant' | 'germinating' | 'active' | 'culled'

/**
 * A small module that waits inside a layer and can later add to what the layer says:
 *
 *     output = input + alpha · module(input),    module = dense → ReLU → dense
 *
 * A dormant seed is inert: alpha is 0, it costs nothing and learns nothing. It need not practise while it waits,
 * because the last weights of its module are zero: at the moment of germination the network computes exactly what it
 * computed before, and from then on the gradient alone decides what the seed becomes. Alpha, rising from 0 to 1 epoch by
 * epoch, limits how much the untrained seed can disturb the layers after it.
 */
export class Seed implements Layer {
  readonly id: string
  readonly parameters: readonly Parameter[]
  readonly #module: Layer
  #state: SeedState = 'dormant'
  #blendedEpochs = 0
  #alpha = 0

  constructor(id: string, width: { layer: number; seed: number }, random: Random) {
    this.id = id
    this.#module = new Sequence([
      new Dense(createRandomWeights(width.layer, width.seed, random)),
      new Relu(),
      new Dense(createMatrix(width.seed, width.layer)),
    ])
    this.parameters = this.#module.parameters
  }

  get state(): SeedState {
    return this.#state
  }

  /** How much of the module reaches the layer's output, from 0 to 1. */
  get alpha(): number {
    return this.#alpha
  }

  germinate(): void {
    this.#state = 'germinating'
  }

  /** Raises alpha by one epoch's share of `blendEpochs`; only a germinating seed blends. */
  blend(blendEpochs: number): void {
    if (this.#state !== 'germinating') return
    this.#blendedEpochs++
    this.#alpha = Math.min(1, this.#blendedEpochs / blendEpochs)
  }

  /** Ends germination: the seed stays for good, or is cut out again. */
  settle(state: 'active' | 'culled'): void {
    this.#state = state
    this.#alpha = state === 'active' ? 1 : 0
  }

  /** Puts the seed of a stored network into the state that it had; what is half blended in stays so. */
  restore({ state, alpha }: { state: SeedState; alpha: number }): void {
    this.#state = state
    this.#alpha = alpha
  }

  forward(input: Matrix): Matrix {
    return this.#alpha === 0 ? input : addScaled(input, this.#module.forward(input), this.#alpha)
  }

  backward(outputGradient: Matrix): Matrix {
    if (this.#alpha === 0) return outputGradient
    const moduleGradient = { ...outputGradient, values: outputGradient.values.map((gradient) => this.#alpha * gradient) }
    return addScaled(outputGradient, this.#module.backward(moduleGradient), 1)
  }
}

/** base + scale · addition. */
function addScaled(base: Matrix, addition: Matrix, scale: number): Matrix {
  return { ...base, values: base.values.map((value, index) => value + scale * (addition.values[index] ?? 0)) }
}
