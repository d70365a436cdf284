import { describe, expect, it } from 'vitest'
import { Network } from '../network/index.ts'
import { Germination } from './germination.ts'
import type { Phase } from './observer.ts'

const options = { blend_epochs: 2, patience: 2, delta: 0, target_acc: 0.99 }

/** Feeds one validation loss per epoch and returns "epoch seed to" for every change. */
function play(losses: readonly number[], { phase = 'phase_2', val_acc = 0.5 }: { phase?: Phase; val_acc?: number } = {}): string[] {
  const shape = { inputs: 2, classes: 2, hidden_dim: 2, num_layers: 1, seeds_per_layer: 2, seed_dim: 2 }
  const germination = new Germination(new Network(shape, 0).seeds, options)
  return losses.flatMap((val_loss, index) => {
    germination.beginEpoch()
    const changes = germination.endEpoch({ epoch: index + 1, phase, val_loss, val_acc })
    return changes.map(({ epoch, seed, from, to }) => `${epoch} ${seed} ${from} ${to}`)
  })
}

describe('germination', () => {
  it('wakes the first seed when the validation loss stalls', () => {
    expect(play([1, 1, 1])).toEqual(['3 layer1_seed1 dormant germinating'])
  })

  it('wakes none in the warm-up', () => {
    expect(play([1, 1, 1, 1, 1], { phase: 'phase_1' })).toEqual([])
  })

  it('wakes none while the loss falls', () => {
    expect(play([1, 0.9, 0.8, 0.7, 0.6])).toEqual([])
  })

  it('wakes none once the target accuracy is reached', () => {
    expect(play([1, 1, 1, 1, 1], { val_acc: 0.99 })).toEqual([])
  })

  it('keeps a seed that brought a new minimum', () => {
    expect(play([1, 1, 1, 0.9, 1.1])).toEqual(['3 layer1_seed1 dormant germinating', '5 layer1_seed1 germinating active'])
  })

  it('culls a seed that did not, and turns to the next at the next stall', () => {
    expect(play([1, 1, 1, 1.1, 1.2, 1, 1, 1])).toEqual([
      '3 layer1_seed1 dormant germinating',
      '5 layer1_seed1 germinating culled',
      '8 layer1_seed2 dormant germinating',
    ])
  })
})
