/** Notices when a loss no longer falls. */
export interface Plateau {
  /** Takes the loss of one more epoch and says whether `patience` epochs in a row brought no new minimum. */
  observe(loss: number): boolean
  /** Forgets all losses: what comes next is judged afresh. */
  reset(): void
}

/** A new minimum counts where it lies more than `delta` (nats) below the last one that counted. */
export function createPlateau(options: { patience: number; delta: number }): Plateau {
  let minimum = Infinity
  let epochsWithout = 0
  return {
    observe(loss) {
      if (loss < minimum - options.delta) {
        minimum = loss
        epochsWithout = 0
      } else {
        epochsWithout++
      }
      return epochsWithout >= options.patience
    },
    reset() {
      minimum = Infinity
      epochsWithout = 0
    },
  }
}
