import type { Phase } from './observer.ts'

export interface ScheduleOptions {
  readonly warm_up_epochs: number
  readonly adaptation_epochs: number
  readonly learning_rate: number
  readonly adaptation_learning_rate: number
}

export interface ScheduledEpoch {
  /** Counted from 1, through both phases. */
  readonly epoch: number
  readonly phase: Phase
  /** Adam's rate for the backbone. */
  readonly backbone_rate: number
}

/** The epochs of a training, in order. */
export function* scheduleEpochs(options: ScheduleOptions): Generator<ScheduledEpoch> {
  for (let epoch = 1; epoch <= countEpochs(options); epoch++) {
    if (epoch <= options.warm_up_epochs) yield { epoch, phase: 'phase_1', backbone_rate: options.learning_rate }
    else yield { epoch, phase: 'phase_2', backbone_rate: options.adaptation_learning_rate }
  }
}

/** How many epochs a training has in all. */
export function countEpochs(options: Pick<ScheduleOptions, 'warm_up_epochs' | 'adaptation_epochs'>): number {
  return options.warm_up_epochs + options.adaptation_epochs
}
