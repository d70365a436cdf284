import { createMatrix, type Matrix } from '../numerics/matrix.ts'

const FIRST_MOMENT_DECAY = 0.9
const SECOND_MOMENT_DECAY = 0.999
const EPSILON = 1e-8

/** Numbers that training changes, with their gradients and the memory of Adam (Kingma and Ba, 2015). */
export class Parameter {
  readonly matrix: Matrix
  readonly gradient: Matrix
  readonly #firstMoment: Float64Array
  readonly #secondMoment: Float64Array
  // The decays to the power of the steps taken. Each parameter keeps its own, because the seeds' join late.
  #firstBias = 1
  #secondBias = 1

  constructor(matrix: Matrix) {
    this.matrix = matrix
    this.gradient = createMatrix(matrix.rows, matrix.columns)
    this.#firstMoment = new Float64Array(matrix.values.length)
    this.#secondMoment = new Float64Array(matrix.values.length)
  }

  /** Takes one step of Adam down the gradient and sets the gradient to zero. */
  descend(learningRate: number): void {
    const [values, gradients, firstMoment, secondMoment] = [this.matrix.values, this.gradient.values, this.#firstMoment, this.#secondMoment]
    this.#firstBias *= FIRST_MOMENT_DECAY
    this.#secondBias *= SECOND_MOMENT_DECAY
    const rate = learningRate / (1 - this.#firstBias)
    const secondScale = 1 / (1 - this.#secondBias)
    for (let i = 0; i < values.length; i++) {
      const gradient = gradients[i] ?? 0
      const first = FIRST_MOMENT_DECAY * (firstMoment[i] ?? 0) + (1 - FIRST_MOMENT_DECAY) * gradient
      const second = SECOND_MOMENT_DECAY * (secondMoment[i] ?? 0) + (1 - SECOND_MOMENT_DECAY) * gradient * gradient
      firstMoment[i] = first
      secondMoment[i] = second
      values[i] = (values[i] ?? 0) - (rate * first) / (Math.sqrt(second * secondScale) + EPSILON)
    }
    gradients.fill(0)
  }
}
