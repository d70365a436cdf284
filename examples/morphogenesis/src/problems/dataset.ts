import { createMatrix, type Matrix } from '../numerics/matrix.ts'
import { createRandom } from '../numerics/random.ts'
import { problems, type ProblemType } from './index.ts'
import type { Problem } from './problem.ts'

/** Points and what they are: row i of `points` has the class `labels[i]`. */
export interface Samples {
  readonly points: Matrix
  readonly labels: Uint8Array
}

/** What a network learns from, and what it is judged by. */
export interface Dataset {
  readonly dimensions: number
  readonly classes: number
  readonly train: Samples
  readonly val: Samples
}

export interface DatasetOptions {
  readonly problem_type: ProblemType
  /** Points in all. */
  readonly n_samples: number
  /** Share of the points kept for validation. */
  readonly val_fraction: number
  /** Standard deviation of the jitter. */
  readonly noise: number
  /** Of the random numbers. */
  readonly seed: number
}

/** The dataset that `options` describe: the same points, to the bit, for the same options. */
export function createDataset(options: DatasetOptions): Dataset {
  const problem = problems[options.problem_type]
  const random = createRandom(options.seed, 'data')
  const valCount = Math.max(1, Math.round(options.n_samples * options.val_fraction))
  const source = { noise: options.noise, random }
  return {
    dimensions: problem.dimensions,
    classes: problem.classes,
    // Points are independent draws, so two separate draws are a split, and no shuffle is needed.
    train: drawSamples(problem, options.n_samples - valCount, source),
    val: drawSamples(problem, valCount, source),
  }
}

/** `count` points whose classes take turns, so that every class has its share in the smallest sample. */
function drawSamples(problem: Problem, count: number, source: Parameters<Problem['samplePoint']>[2]): Samples {
  const points = createMatrix(count, problem.dimensions)
  const labels = Uint8Array.from({ length: count }, (_, index) => index % problem.classes)
  labels.forEach((label, index) => {
    const start = index * problem.dimensions
    problem.samplePoint(points.values.subarray(start, start + problem.dimensions), label, source)
  })
  return { points, labels }
}

/** The samples at `indices`, in that order. */
export function selectSamples(samples: Samples, indices: Uint32Array): Samples {
  const { columns, values } = samples.points
  const points = createMatrix(indices.length, columns)
  const labels = new Uint8Array(indices.length)
  indices.forEach((index, row) => {
    points.values.set(values.subarray(index * columns, (index + 1) * columns), row * columns)
    labels[row] = samples.labels[index] ?? 0
  })
  return { points, labels }
}
