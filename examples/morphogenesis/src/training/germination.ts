import type { Seed, SeedState } from '../network/index.ts'
import type { EpochReport, SeedTransition } from './observer.ts'
import { createPlateau, type Plateau } from './plateau.ts'

export interface GerminationOptions {
  readonly blend_epochs: number
  readonly patience: number
  readonly delta: number
  readonly target_acc: number
}

/**
 * Decides when seeds change their state. In phase_2 a stall of the validation loss germinates the dormant seed nearest to
 * the input, one at a time. A seed that has blended in stays if the validation loss reached a new minimum on the way,
 * and is culled otherwise; then the next stall is awaited.
 */
export class Germination {
  readonly #seeds: readonly Seed[]
  readonly #options: GerminationOptions
  readonly #plateau: Plateau
  #lowestLoss = Infinity
  #helped = false

  constructor(seeds: readonly Seed[], options: GerminationOptions) {
    this.#seeds = seeds
    this.#options = options
    this.#plateau = createPlateau(options)
  }

  beginEpoch(): void {
    for (const seed of this.#seeds) seed.blend(this.#options.blend_epochs)
  }

  endEpoch(report: Pick<EpochReport, 'epoch' | 'phase' | 'val_loss' | 'val_acc'>): SeedTransition[] {
    const isLowest = report.val_loss < this.#lowestLoss
    this.#lowestLoss = Math.min(this.#lowestLoss, report.val_loss)
    const growing = this.#seeds.find((seed) => seed.state === 'germinating')
    if (growing) {
      this.#helped ||= isLowest
      return growing.alpha < 1 ? [] : [this.#change(growing, this.#helped ? 'active' : 'culled', report.epoch)]
    }
    const dormant = this.#seeds.find((seed) => seed.state === 'dormant')
    if (!dormant || report.phase === 'phase_1') return []
    const stalled = this.#plateau.observe(report.val_loss)
    if (!stalled || report.val_acc >= this.#options.target_acc) return []
    this.#helped = false
    return [this.#change(dormant, 'germinating', report.epoch)]
  }

  #change(seed: Seed, to: Exclude<SeedState, 'dormant'>, epoch: number): SeedTransition {
    const from = seed.state
    if (to === 'germinating') seed.germinate()
    else seed.settle(to)
    this.#plateau.reset()
    return { epoch, seed: seed.id, from, to }
  }
}
