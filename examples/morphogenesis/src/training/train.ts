import { setImmediate } from 'node:timers/promises'
import { Network } from '../network/index.ts'
import { createRandom } from '../numerics/random.ts'
import type { Options } from '../options/index.ts'
import { createDataset, type Dataset } from '../problems/dataset.ts'
import { evaluate, trainEpoch, type Score } from './epoch.ts'
import { Germination } from './germination.ts'
import type { EpochReport, SeedTransition, TrainingObserver, TrainingResult } from './observer.ts'
import { Recovery } from './recovery.ts'
import { scheduleEpochs, type ScheduledEpoch } from './schedule.ts'

/** Where a training reports to, and what it learns from where that is not made from its options. */
export interface TrainingContext {
  readonly observer?: TrainingObserver | undefined
  /** Default: the one that the options describe. */
  readonly dataset?: Dataset | undefined
}

/**
 * Trains a network on the problem that `options` describe, and reports to `observer` on the way. Equal options and data give equal
 * reports, to the last bit, on every machine.
 * @throws what the observer throws, or an Error where the loss is no longer a number
 */
export async function trainMorphogenesis(options: Options, context: TrainingContext = {}): Promise<TrainingResult> {
  const { observer = {}, dataset = createDataset(options) } = context
  const network = new Network({ ...options, inputs: dataset.dimensions, classes: dataset.classes }, options.seed)
  const germination = new Germination(network.seeds, options)
  const recovery = new Recovery()
  const random = createRandom(options.seed, 'batches')
  const transitions: SeedTransition[] = []
  let last: EpochReport | undefined

  for (const scheduled of scheduleEpochs(options)) {
    if (scheduled.phase !== last?.phase) await observer.onPhase?.(scheduled.phase, scheduled.epoch)
    germination.beginEpoch()
    const train = trainEpoch(network, dataset.train, {
      batch_size: options.batch_size,
      backbone_rate: scheduled.backbone_rate,
      seed_rate: options.seed_learning_rate,
      random,
    })
    const val = evaluate(network, dataset.val)
    assertFinite(scheduled, train, val)
    const changes = germination.endEpoch({ ...scheduled, val_loss: val.loss, val_acc: val.accuracy })
    last = {
      epoch: scheduled.epoch,
      phase: scheduled.phase,
      train_loss: train.loss,
      train_acc: train.accuracy,
      val_loss: val.loss,
      val_acc: val.accuracy,
      best_acc: Math.max(last?.best_acc ?? 0, val.accuracy),
      seeds: network.seeds.map(({ id, state, alpha }) => ({ id, state, alpha })),
      transitions: changes,
    }
    recovery.observe(last)
    transitions.push(...changes)
    await observer.onEpoch?.(last)
    // An epoch keeps the thread busy; here timers and sockets, the tracking's among them, have their turn.
    await setImmediate()
  }

  if (last === undefined) throw new Error('a training needs at least one epoch')
  return { last, transitions, network, recovery_time: recovery.time }
}

function assertFinite({ epoch }: ScheduledEpoch, train: Score, val: Score): void {
  if (Number.isFinite(train.loss) && Number.isFinite(val.loss)) return
  throw new Error(`training diverged in epoch ${epoch} (losses ${train.loss} and ${val.loss}); lower the learning rates`)
}
