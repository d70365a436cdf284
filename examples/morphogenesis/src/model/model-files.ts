import { createHash } from 'node:crypto'
import { Network, type NetworkShape, type SeedState } from '../network/index.ts'
import { readNpz, writeNpz, type Arrays } from '../npz/index.ts'
import type { ProblemType } from '../problems/index.ts'

const FORMAT = 'morphogenesis-1'

/** What a model says about itself: enough to build the network, and to know where it came from. */
export interface ModelMetadata {
  readonly format: typeof FORMAT
  readonly problem_type: ProblemType
  readonly shape: NetworkShape
  readonly seeds: readonly { readonly id: string; readonly state: SeedState; readonly alpha: number }[]
  /** Where its training ended. */
  readonly metrics: Readonly<Record<string, number>>
  /** Of `weights.npz`, in hexadecimal digits. */
  readonly weights_sha256: string
}

/** The two files of a model. */
export interface ModelFiles {
  /** `weights.npz`: each parameter under its name, as float64. */
  readonly weights: Uint8Array
  /** `model.json` */
  readonly metadata: ModelMetadata
}

export type ModelDescription = Pick<ModelMetadata, 'problem_type' | 'shape' | 'metrics'>

/** The files of `network`; equal networks give equal bytes. */
export function encodeModel(network: Network, description: ModelDescription): ModelFiles {
  const weights = writeNpz(
    Object.fromEntries(
      network.parameters.map(({ matrix }, index) => [
        network.parameterNames[index] ?? '',
        { shape: [matrix.rows, matrix.columns], data: matrix.values },
      ]),
    ),
  )
  const seeds = network.seeds.map(({ id, state, alpha }) => ({ id, state, alpha }))
  return { weights, metadata: { format: FORMAT, ...description, seeds, weights_sha256: sha256(weights) } }
}

/**
 * The network of a model's files, which computes exactly what the stored one did.
 * @throws Error where the files do not go together
 */
export function decodeModel({ weights, metadata }: ModelFiles): Network {
  const format: string = metadata.format
  if (format !== FORMAT) throw new Error(`its format is ${format}; this program reads ${FORMAT}`)
  if (metadata.weights_sha256 !== sha256(weights)) throw new Error('weights.npz is not the file that model.json describes')
  const network = new Network(metadata.shape, 0)
  const arrays = readNpz(weights)
  network.parameterNames.forEach((name, index) => network.parameters[index]?.matrix.values.set(numbersOf(arrays, name)))
  for (const seed of network.seeds) seed.restore(metadata.seeds.find(({ id }) => id === seed.id) ?? { state: 'dormant', alpha: 0 })
  return network
}

function numbersOf(arrays: Arrays, name: string): Float64Array {
  const data = arrays[name]?.data
  if (!(data instanceof Float64Array)) throw new Error(`weights.npz has no ${name}`)
  return data
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
