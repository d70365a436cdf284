import type { Random } from '../numerics/random.ts'
import type { Layer } from './layer.ts'
import { addProduct, addTransposedProduct, createMatrix, productWithTransposed, type Matrix } from '../numerics/matrix.ts'
import { Parameter } from './parameter.ts'

/** output = input · weights + biases, with weights of shape inputs × outputs. */
export class Dense implements Layer {
  readonly weights: Parameter
  readonly biases: Parameter
  readonly parameters: readonly Parameter[]
  #input = createMatrix(0, 0)

  constructor(weights: Matrix) {
    this.weights = new Parameter(weights)
    this.biases = new Parameter(createMatrix(1, weights.columns))
    this.parameters = [this.weights, this.biases]
  }

  forward(input: Matrix): Matrix {
    this.#input = input
    const output = createMatrix(input.rows, this.biases.matrix.columns)
    for (let row = 0; row < output.rows; row++) output.values.set(this.biases.matrix.values, row * output.columns)
    addProduct(output, input, this.weights.matrix)
    return output
  }

  backward(outputGradient: Matrix): Matrix {
    addTransposedProduct(this.weights.gradient, this.#input, outputGradient)
    const biasGradients = this.biases.gradient.values
    outputGradient.values.forEach((gradient, index) => {
      const column = index % biasGradients.length
      biasGradients[column] = (biasGradients[column] ?? 0) + gradient
    })
    return productWithTransposed(outputGradient, this.weights.matrix)
  }
}

/** Weights that keep the size of a signal through dense layers with ReLU: normal, of variance 2 / inputs (He et al., 2015). */
export function createRandomWeights(inputs: number, outputs: number, random: Random): Matrix {
  const scale = Math.sqrt(2 / inputs)
  return createMatrix(inputs, outputs, () => scale * random.normal())
}
