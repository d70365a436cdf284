import type { Layer } from './layer.ts'
import { createMatrix, type Matrix } from '../numerics/matrix.ts'

/** output = max(0, input). */
export class Relu implements Layer {
  readonly parameters = []
  #output = createMatrix(0, 0)

  forward(input: Matrix): Matrix {
    this.#output = { ...input, values: input.values.map((value) => (value > 0 ? value : 0)) }
    return this.#output
  }

  backward(outputGradient: Matrix): Matrix {
    const output = this.#output.values
    return { ...outputGradient, values: outputGradient.values.map((gradient, index) => ((output[index] ?? 0) > 0 ? gradient : 0)) }
  }
}
