import type { Matrix } from '../numerics/matrix.ts'
import type { Parameter } from './parameter.ts'

/** A step of the network that is differentiated by hand. */
export interface Layer {
  readonly parameters: readonly Parameter[]
  /** Maps a batch (one row per sample) and remembers what `backward` needs, until the next call. */
  forward(input: Matrix): Matrix
  /**
   * Takes ∂loss/∂output of the last `forward`, adds ∂loss/∂parameter to each parameter's gradients, and returns
   * ∂loss/∂input.
   */
  backward(outputGradient: Matrix): Matrix
}
