import { createRandom } from '../numerics/random.ts'
import { createRandomWeights, Dense } from './dense.ts'
import type { Layer } from './layer.ts'
import type { Matrix } from '../numerics/matrix.ts'
import type { Parameter } from './parameter.ts'
import { Relu } from './relu.ts'
import { Seed } from './seed.ts'
import { Sequence } from './sequence.ts'

export interface NetworkShape {
  /** Coordinates of a point. */
  readonly inputs: number
  /** Logits of a point. */
  readonly classes: number
  readonly hidden_dim: number
  readonly num_layers: number
  readonly seeds_per_layer: number
  readonly seed_dim: number
}

/** A backbone of dense layers with ReLU, and behind each of them a bed of seeds. */
export class Network implements Layer {
  /** What learns from the first epoch on. */
  readonly backbone: readonly Parameter[]
  /** Every seed, in the order in which a signal passes them. */
  readonly seeds: readonly Seed[]
  readonly parameters: readonly Parameter[]
  /** The name of each of `parameters`, such as `layer1.weights` or `layer1_seed2.out.biases`. */
  readonly parameterNames: readonly string[]
  readonly #path: Layer

  /** Weights are drawn from streams of `randomSeed`; the backbone's do not depend on how many seeds there are. */
  constructor(shape: NetworkShape, randomSeed: number) {
    const random = { backbone: createRandom(randomSeed, 'backbone'), seeds: createRandom(randomSeed, 'seeds') }
    const backbone: Layer[] = []
    const path: Layer[] = []
    const seeds: Seed[] = []
    for (let layer = 1; layer <= shape.num_layers; layer++) {
      const dense = new Dense(createRandomWeights(layer === 1 ? shape.inputs : shape.hidden_dim, shape.hidden_dim, random.backbone))
      const bed = Array.from(
        { length: shape.seeds_per_layer },
        (_, index) => new Seed(`layer${layer}_seed${index + 1}`, { layer: shape.hidden_dim, seed: shape.seed_dim }, random.seeds),
      )
      backbone.push(dense)
      path.push(dense, new Relu(), ...bed)
      seeds.push(...bed)
    }
    const head = new Dense(createRandomWeights(shape.hidden_dim, shape.classes, random.backbone))
    this.#path = new Sequence([...path, head])
    this.backbone = [...backbone, head].flatMap((layer) => layer.parameters)
    this.seeds = seeds
    this.parameters = this.#path.parameters
    this.parameterNames = nameParameters(shape)
  }

  /** Points (one per row) to logits (one row per point, one column per class). */
  forward(input: Matrix): Matrix {
    return this.#path.forward(input)
  }

  backward(outputGradient: Matrix): Matrix {
    return this.#path.backward(outputGradient)
  }
}

/** In the order in which a signal passes them. */
function nameParameters(shape: NetworkShape): string[] {
  const names: string[] = []
  for (let layer = 1; layer <= shape.num_layers; layer++) {
    names.push(`layer${layer}`)
    for (let seed = 1; seed <= shape.seeds_per_layer; seed++) names.push(`layer${layer}_seed${seed}.in`, `layer${layer}_seed${seed}.out`)
  }
  return [...names, 'head'].flatMap((name) => [`${name}.weights`, `${name}.biases`])
}
