import type { Example } from '../programs/program.ts'
import { createRandom } from '../significance/random.ts'

/** What a program may be taught by, and what candidates are chosen by. */
export interface Split<IN> {
  readonly training: readonly Example<IN>[]
  readonly validation: readonly Example<IN>[]
}

/** Fewer can not be split. */
const FEWEST = 3

/**
 * The examples that an optimiser gets. Without validation examples a third of those for training become some, drawn by lot (always the same), since lists
 * are often sorted by their answers. Throws where there are no examples to learn from or to be judged by.
 */
export function splitExamples<IN>({
  training,
  validation,
  heldOut,
}: {
  readonly training: readonly Example<IN>[]
  readonly validation?: readonly Example<IN>[] | undefined
  readonly heldOut: readonly Example<IN>[]
}): Split<IN> {
  if (training.length === 0 || heldOut.length === 0) throw new RangeError('An optimisation needs training and held-out examples.')
  if (validation !== undefined) return { training, validation }
  if (training.length < FEWEST) return { training, validation: training }
  const random = createRandom(1)
  const lots = training.map((_, index) => ({ index, lot: random() })).sort((one, other) => one.lot - other.lot)
  const drawn = new Set(lots.slice(0, Math.floor(training.length / 3)).map(({ index }) => index))
  return { training: training.filter((_, index) => !drawn.has(index)), validation: training.filter((_, index) => drawn.has(index)) }
}
