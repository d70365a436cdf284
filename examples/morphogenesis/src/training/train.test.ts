import { beforeAll, describe, expect, it } from 'vitest'
import { defaultOptions, type Options } from '../options/index.ts'
import type { EpochReport, TrainingResult } from './observer.ts'
import { trainMorphogenesis } from './train.ts'

/** Small enough for a fraction of a second, and a germination happens all the same. */
const short: Options = {
  ...defaultOptions,
  n_samples: 200,
  warm_up_epochs: 8,
  adaptation_epochs: 30,
  blend_epochs: 5,
  hidden_dim: 8,
  seed_dim: 8,
}

async function observe(options: Options): Promise<{ result: TrainingResult; reports: EpochReport[] }> {
  const reports: EpochReport[] = []
  const result = await trainMorphogenesis(options, { observer: { onEpoch: (report) => void reports.push(report) } })
  return { result, reports }
}

describe('a default training on spirals', () => {
  let result: TrainingResult
  let reports: EpochReport[]
  beforeAll(async () => {
    ;({ result, reports } = await observe(defaultOptions))
  })

  it('reaches at least 95 % validation accuracy', () => {
    expect(result.last.val_acc).toBeGreaterThanOrEqual(0.95)
    expect(result.last.best_acc).toBe(Math.max(...reports.map((report) => report.val_acc)))
  })

  it('stalls far below that in the warm-up, with every seed dormant', () => {
    const warmUp = reports.filter((report) => report.phase === 'phase_1')
    expect(warmUp).toHaveLength(defaultOptions.warm_up_epochs)
    expect(warmUp.at(-1)!.best_acc).toBeLessThan(0.85)
    expect(warmUp.flatMap((report) => report.seeds).every((seed) => seed.state === 'dormant' && seed.alpha === 0)).toBe(true)
  })

  it('germinates a seed in the adaptation, whose alpha rises from 0 to 1 without falling', () => {
    const first = result.transitions[0]!
    expect(first).toMatchObject({ from: 'dormant', to: 'germinating' })
    expect(first.epoch).toBeGreaterThan(defaultOptions.warm_up_epochs)
    const alphas = reports.map((report) => report.seeds.find((seed) => seed.id === first.seed)!.alpha)
    expect([alphas[0], alphas.at(-1)]).toEqual([0, 1])
    expect(alphas).toEqual([...alphas].sort((a, b) => a - b))
    expect(new Set(alphas).size).toBe(defaultOptions.blend_epochs + 1)
  })

  it('measures how long the recovery took', () => {
    expect(result.recovery_time).toBeGreaterThanOrEqual(1)
  })
})

it('does not get there without seeds', async () => {
  const { result } = await observe({ ...defaultOptions, seeds_per_layer: 0 })
  expect(result.last.best_acc).toBeLessThan(0.8)
  expect(result.recovery_time).toBeUndefined()
})

it.each(['moons', 'clusters', 'spheres'] as const)('learns %s to at least 90 %', async (problem_type) => {
  const { result } = await observe({ ...defaultOptions, problem_type, warm_up_epochs: 20, adaptation_epochs: 20, n_samples: 1000 })
  expect(result.last.val_acc).toBeGreaterThanOrEqual(0.9)
})

describe('equal options', () => {
  it('give equal reports, to the last bit', async () => {
    const first = await observe(short)
    expect(first.result.transitions.length).toBeGreaterThan(0)
    expect(await observe(short)).toEqual(first)
    expect((await observe({ ...short, seed: 1 })).reports).not.toEqual(first.reports)
  })

  // Recorded with Node.js 26 on x64 Linux. A change to the network's mathematics changes it; another machine must not.
  it('give the loss that was recorded once and for all', async () => {
    expect((await observe(short)).result.last.val_loss).toBe(0.6358796379723952)
  })
})

it('announces each phase before its first epoch', async () => {
  const events: string[] = []
  await trainMorphogenesis(
    { ...short, warm_up_epochs: 1, adaptation_epochs: 2 },
    {
      observer: {
        onPhase: (phase, epoch) => void events.push(`${phase} ${epoch}`),
        onEpoch: ({ epoch }) => void events.push(`epoch ${epoch}`),
      },
    },
  )
  expect(events).toEqual(['phase_1 1', 'epoch 1', 'phase_2 2', 'epoch 2', 'epoch 3'])
})

it('says when it diverges', async () => {
  await expect(trainMorphogenesis({ ...short, learning_rate: 1e200 })).rejects.toThrow(/diverged in epoch 1 .*lower the learning rates/)
})
