import { exp, log } from '../numerics/elementary.ts'
import { createMatrix, type Matrix } from '../numerics/matrix.ts'

/** How a batch was classified. */
export interface Judgement {
  /** Cross-entropy of the softmax, in nats, summed over the rows. */
  readonly loss: number
  /** Rows whose largest logit is that of their label. */
  readonly correct: number
  /** ∂(mean loss)/∂logits, shaped like the logits. */
  readonly gradient: Matrix
}

/** Judges `logits` (one row per sample, one column per class) by `labels` (the right column of each row). */
export function judge(logits: Matrix, labels: Uint8Array): Judgement {
  const gradient = createMatrix(logits.rows, logits.columns)
  let loss = 0
  let correct = 0
  for (let row = 0; row < logits.rows; row++) {
    const scores = logits.values.subarray(row * logits.columns, (row + 1) * logits.columns)
    const label = labels[row] ?? 0
    // Shifted by the largest score no exponential overflows, and the probabilities stay the same.
    const largest = scores.reduce((a, b) => (b > a ? b : a))
    const weights = scores.map((score) => exp(score - largest))
    const total = weights.reduce((a, b) => a + b)
    loss += log(total) - ((scores[label] ?? 0) - largest)
    if (scores.indexOf(largest) === label) correct++
    weights.forEach((weight, column) => {
      gradient.values[row * logits.columns + column] = (weight / total - (column === label ? 1 : 0)) / logits.rows
    })
  }
  return { loss, correct, gradient }
}
