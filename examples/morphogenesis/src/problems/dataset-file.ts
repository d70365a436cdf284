import type { Matrix } from '../numerics/matrix.ts'
import { readNpz, textOf, toTextArray, writeNpz, type Arrays } from '../npz/index.ts'
import type { Dataset, DatasetOptions, Samples } from './dataset.ts'
import { problems } from './index.ts'

/** A dataset, and the options that it was made with. */
export interface StoredDataset {
  readonly dataset: Dataset
  readonly options: DatasetOptions
}

/**
 * `dataset` as an .npz file: `X_train` (n × dimensions, float64), `y_train` (n, uint8), `X_val`, `y_val`, and `options`, the JSON of the
 * options that it was made with. The same dataset gives the same bytes.
 */
export function encodeDataset({ dataset, options }: StoredDataset): Uint8Array {
  const { problem_type, n_samples, val_fraction, noise, seed } = options
  return writeNpz({
    ...toArrays('train', dataset.train),
    ...toArrays('val', dataset.val),
    options: toTextArray(JSON.stringify({ problem_type, n_samples, val_fraction, noise, seed })),
  })
}

/**
 * Reads what {@link encodeDataset} wrote.
 * @throws Error that says what is wrong with the file
 */
export function decodeDataset(bytes: Uint8Array): StoredDataset {
  const arrays = readNpz(bytes)
  const options = decodeOptions(arrays)
  const { dimensions, classes } = problems[options.problem_type]
  const shape = { dimensions, classes }
  return { options, dataset: { ...shape, train: toSamples(arrays, 'train', shape), val: toSamples(arrays, 'val', shape) } }
}

function toArrays(part: string, { points, labels }: Samples): Arrays {
  return {
    [`X_${part}`]: { shape: [points.rows, points.columns], data: points.values },
    [`y_${part}`]: { shape: [labels.length], data: labels },
  }
}

function decodeOptions(arrays: Arrays): DatasetOptions {
  if (arrays['options'] === undefined) throw new Error('it has no array `options`: it was not made by generate-data')
  const options = parseJson(textOf(arrays['options'])) as Partial<DatasetOptions> | null
  const numbers = [options?.n_samples, options?.val_fraction, options?.noise, options?.seed]
  const known = Object.hasOwn(problems, String(options?.problem_type)) && numbers.every((number) => typeof number === 'number')
  if (!known) throw new Error('its array `options` names no problem that this program knows')
  return options as DatasetOptions
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function toSamples(arrays: Arrays, part: string, shape: { dimensions: number; classes: number }): Samples {
  const [points, labels] = [arrays[`X_${part}`], arrays[`y_${part}`]]
  const [rows = 0, columns] = points?.shape ?? []
  const matching = columns === shape.dimensions && labels?.shape.length === 1 && labels.shape[0] === rows && rows > 0
  if (!matching || !(points?.data instanceof Float64Array) || !(labels.data instanceof Uint8Array))
    throw new Error(`its arrays X_${part} (n × ${shape.dimensions} floats) and y_${part} (n bytes) are missing, or do not go together`)
  if (labels.data.some((label) => label >= shape.classes)) throw new Error(`y_${part} has labels past ${shape.classes - 1}`)
  const matrix: Matrix = { rows, columns, values: points.data }
  return { points: matrix, labels: labels.data }
}
