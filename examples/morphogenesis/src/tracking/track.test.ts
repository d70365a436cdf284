import { describe, expect, it } from 'vitest'
import { decodeModel, type ModelMetadata } from '../model/index.ts'
import { defaultOptions, type Options } from '../options/index.ts'
import type { RunFolder } from '../outputs/index.ts'
import { createDataset } from '../problems/dataset.ts'
import { countEvents } from '../tensorboard/index.ts'
import { evaluate } from '../training/index.ts'
import { describeRun } from './describe-run.ts'
import { trackMorphogenesis, type Progress } from './track.ts'
import type { TrackedRun } from './tracked-run.ts'

const short: Options = {
  ...defaultOptions,
  n_samples: 200,
  warm_up_epochs: 8,
  adaptation_epochs: 30,
  blend_epochs: 5,
  hidden_dim: 8,
  seed_dim: 8,
}

/** A run that keeps what is recorded in memory. */
class MemoryRun implements TrackedRun {
  readonly points: { step: number; metrics: Readonly<Record<string, number>> }[] = []
  readonly tags: Record<string, string> = {}
  readonly artifacts: Record<string, unknown> = {}
  readonly ends: string[] = []

  logMetrics(metrics: Readonly<Record<string, number>>, { step }: { step: number }): void {
    this.points.push({ step, metrics })
  }
  setTags(tags: Readonly<Record<string, string>>): void {
    Object.assign(this.tags, tags)
  }
  logText(text: string, path: string): void {
    this.artifacts[path] = text
  }
  logDict(value: Readonly<Record<string, unknown>>, path: string): void {
    this.artifacts[path] = value
  }
  logBytes(bytes: Uint8Array, path: string): void {
    this.artifacts[path] = bytes
  }
  end(status: string): void {
    this.ends.push(status)
  }
}

async function track(options: Options, folder?: RunFolder) {
  const run = new MemoryRun()
  const progress: Progress[] = []
  const result = await trackMorphogenesis(options, run, { folder, onProgress: (step) => void progress.push(step) })
  return { run, progress, result }
}

describe('a tracked training', () => {
  it('logs losses, accuracies and the alpha of every seed in each epoch', async () => {
    const { run } = await track(short)
    const epochs = run.points.filter((point) => 'train_loss' in point.metrics)
    expect(epochs.map((point) => point.step)).toEqual(Array.from({ length: 38 }, (_, index) => index + 1))
    const names = ['train_loss', 'train_acc', 'val_loss', 'val_acc', 'best_acc', 1, 2, 3].map((name) =>
      typeof name === 'string' ? name : `seed/layer1_seed${name}/alpha`,
    )
    for (const { metrics } of epochs) expect(Object.keys(metrics)).toEqual(names)
  })

  it('tags both phases and the first germination', async () => {
    const { run, result } = await track(short)
    expect(run.tags).toEqual({
      phase: 'phase_2',
      phase_1: 'began with epoch 1',
      phase_2: 'began with epoch 9',
      first_germination: `layer1_seed1 in epoch ${result.transitions[0]!.epoch}`,
    })
  })

  it('stores the log, the transitions and the last metrics, and finishes once', async () => {
    const { run, result } = await track(short)
    const log = String(run.artifacts['logs/training.log'])
    expect(log.split('\n').filter((line) => / phase_[12] train_loss=\d/.test(line))).toHaveLength(38)
    const transitions = String(run.artifacts['logs/seed_transitions.txt']).trim().split('\n')
    expect(transitions).toHaveLength(result.transitions.length)
    expect(transitions[0]).toBe(`epoch ${result.transitions[0]!.epoch} layer1_seed1 dormant -> germinating`)
    expect(log).toContain(transitions[0])
    expect(run.artifacts['results/metrics.json']).toMatchObject({ val_acc: result.last.val_acc, best_acc: result.last.best_acc })
    expect(run.ends).toEqual(['FINISHED'])
  })

  it('stores the model, which computes what was recorded, and nothing that carries the time', async () => {
    const { run, result } = await track(short)
    const metadata = run.artifacts['model/model.json'] as ModelMetadata
    const network = decodeModel({ weights: run.artifacts['model/weights.npz'] as Uint8Array, metadata })
    expect(evaluate(network, createDataset(short).val)).toEqual({ loss: result.last.val_loss, accuracy: result.last.val_acc })
    expect(metadata).toMatchObject({ problem_type: 'spirals', metrics: { val_acc: result.last.val_acc } })
    expect((await track(short)).run.artifacts).toEqual(run.artifacts)
  })

  it('stores the events of every epoch where they have a folder, and writes them there', async () => {
    const written: Uint8Array[] = []
    const folder: RunFolder = { eventFile: 'events.out.tfevents.1', appendLog() {}, appendEvents: (bytes) => void written.push(bytes) }
    const { run } = await track(short, folder)
    const events = run.artifacts['tensorboard/events.out.tfevents.1'] as Uint8Array
    // The first says the version, the last is the outcome.
    expect(countEvents(events)).toBe(38 + 2)
    expect(Buffer.concat(written).equals(events)).toBe(true)
  })

  it('reports progress after each epoch', async () => {
    const { progress, result } = await track(short)
    expect(progress.map(({ epoch, epochs }) => `${epoch}/${epochs}`)).toEqual(Array.from({ length: 38 }, (_, index) => `${index + 1}/38`))
    expect(progress.at(-1)).toMatchObject({ phase: 'phase_2', val_acc: result.last.val_acc })
  })

  it('leaves out what does not apply: without germination there is no recovery_time', async () => {
    const { run } = await track({ ...short, seeds_per_layer: 0 })
    const names = new Set(run.points.flatMap((point) => Object.keys(point.metrics)))
    expect(names).not.toContain('recovery_time')
    expect(run.artifacts['results/metrics.json']).not.toHaveProperty('recovery_time')
    expect(run.tags).not.toHaveProperty('first_germination')
    expect(run.artifacts['logs/seed_transitions.txt']).toBe('no seed changed its state\n')
  })

  it('logs the recovery_time where there is one', async () => {
    const { run, result } = await track(short)
    expect(result.recovery_time).toBeGreaterThanOrEqual(1)
    expect(run.points.at(-1)).toEqual({ step: 38, metrics: { active_seeds: expect.any(Number), recovery_time: result.recovery_time } })
    expect(run.artifacts['results/metrics.json']).toMatchObject({ recovery_time: result.recovery_time })
  })
})

describe('a tracked training that fails', () => {
  it('ends as FAILED with the error in the log, and throws it', async () => {
    const run = new MemoryRun()
    await expect(trackMorphogenesis({ ...short, learning_rate: 1e200 }, run)).rejects.toThrow('diverged')
    expect(run.ends).toEqual(['FAILED'])
    expect(run.artifacts['logs/training.log']).toMatch(/^failed: training diverged in epoch 1 /m)
  })

  it('throws both errors where the failure cannot be recorded either', async () => {
    const run = new MemoryRun()
    run.logText = () => {
      throw new Error('no server')
    }
    const failure = trackMorphogenesis({ ...short, learning_rate: 1e200 }, run)
    await expect(failure).rejects.toThrow(AggregateError)
    await expect(failure).rejects.toMatchObject({ errors: [{ message: expect.stringContaining('diverged') }, { message: 'no server' }] })
    expect(run.ends).toEqual(['FAILED'])
  })
})

it('describes the run: experiment by the problem, name by the slug, every option as a param', () => {
  expect(describeRun(short)).toEqual({
    experimentName: 'spirals',
    name: 'spirals_n200_h8_s3x8_w8_a30_seed0',
    params: short,
    tags: { problem_type: 'spirals' },
  })
})
