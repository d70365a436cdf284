import { judge, type Judgement, type Network } from '../network/index.ts'
import type { Random } from '../numerics/random.ts'
import { selectSamples, type Samples } from '../problems/dataset.ts'

/** Points per forward pass of an evaluation: bounds its memory, and has no influence on what is learnt. */
const EVALUATION_BATCH = 256

/** Means over all points. */
export interface Score {
  /** Cross-entropy in nats. */
  readonly loss: number
  /** Share of the points that were classified rightly. */
  readonly accuracy: number
}

export interface EpochOptions {
  readonly batch_size: number
  readonly backbone_rate: number
  readonly seed_rate: number
  /** Orders the points. */
  readonly random: Random
}

/**
 * Shows every sample to the network once, in random order, and takes one step of gradient descent after each batch.
 * The score is the one that the network had on the way, not at the end.
 */
export function trainEpoch(network: Network, samples: Samples, options: EpochOptions): Score {
  const order = Uint32Array.from(samples.labels.keys())
  options.random.shuffle(order)
  return scoreBatches({ samples, order, batch_size: options.batch_size }, (batch) => {
    const judgement = judge(network.forward(batch.points), batch.labels)
    network.backward(judgement.gradient)
    for (const parameter of network.backbone) parameter.descend(options.backbone_rate)
    for (const seed of network.seeds) {
      if (seed.alpha > 0) for (const parameter of seed.parameters) parameter.descend(options.seed_rate)
    }
    return judgement
  })
}

/** How well the network classifies `samples`, without learning from them. */
export function evaluate(network: Network, samples: Samples): Score {
  const order = Uint32Array.from(samples.labels.keys())
  return scoreBatches({ samples, order, batch_size: EVALUATION_BATCH }, (batch) => judge(network.forward(batch.points), batch.labels))
}

function scoreBatches(
  { samples, order, batch_size }: { samples: Samples; order: Uint32Array; batch_size: number },
  judgeBatch: (batch: Samples) => Judgement,
): Score {
  let loss = 0
  let correct = 0
  for (let start = 0; start < order.length; start += batch_size) {
    const judgement = judgeBatch(selectSamples(samples, order.subarray(start, start + batch_size)))
    loss += judgement.loss
    correct += judgement.correct
  }
  return { loss: loss / order.length, accuracy: correct / order.length }
}
