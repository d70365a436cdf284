import type { Network, SeedState } from '../network/index.ts'

/** phase_1 is the warm-up, in which the backbone learns alone; phase_2 the adaptation, in which seeds may germinate. */
export type Phase = 'phase_1' | 'phase_2'

/** A seed at the end of an epoch. */
export interface SeedReport {
  readonly id: string
  readonly state: SeedState
  /** From 0 to 1. */
  readonly alpha: number
}

export interface SeedTransition {
  /** The epoch at whose end the seed changed. */
  readonly epoch: number
  readonly seed: string
  readonly from: SeedState
  readonly to: SeedState
}

/** What one epoch brought. Losses are means per point, in nats; accuracies run from 0 to 1. */
export interface EpochReport {
  /** Counted from 1, through both phases. */
  readonly epoch: number
  readonly phase: Phase
  readonly train_loss: number
  readonly train_acc: number
  readonly val_loss: number
  readonly val_acc: number
  /** The highest val_acc so far. */
  readonly best_acc: number
  readonly seeds: readonly SeedReport[]
  readonly transitions: readonly SeedTransition[]
}

/** What a whole training brought: its last epoch, and the following. */
export interface TrainingResult {
  readonly last: EpochReport
  readonly transitions: readonly SeedTransition[]
  /** As it is after the last epoch. */
  readonly network: Network
  /**
   * Epochs from the first germination until val_acc was again at least as high as its best before. Missing where nothing
   * germinated, or where the accuracy never came back.
   */
  readonly recovery_time?: number | undefined
}

/** Watches a training. Each call is awaited before training goes on; an error thrown by one ends the training with it. */
export interface TrainingObserver {
  /** Before the first epoch of a phase. */
  onPhase?(phase: Phase, epoch: number): Promise<void> | void
  /** After each epoch. */
  onEpoch?(report: EpochReport): Promise<void> | void
}
