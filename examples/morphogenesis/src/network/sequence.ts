import type { Layer } from './layer.ts'
import type { Matrix } from '../numerics/matrix.ts'
import type { Parameter } from './parameter.ts'

/** Layers one after the other. */
export class Sequence implements Layer {
  readonly parameters: readonly Parameter[]
  readonly #layers: readonly Layer[]

  constructor(layers: readonly Layer[]) {
    this.#layers = layers
    this.parameters = layers.flatMap((layer) => layer.parameters)
  }

  forward(input: Matrix): Matrix {
    return this.#layers.reduce((signal, layer) => layer.forward(signal), input)
  }

  backward(outputGradient: Matrix): Matrix {
    return this.#layers.reduceRight((gradient, layer) => layer.backward(gradient), outputGradient)
  }
}
