import type { CapturePart } from '@reprise/capture/starting'
import type { ConnectionOptions } from '../../connect/index.ts'

export interface Pair {
  readonly key: string
  readonly value: string
}

/** The options of `reprise run`. */
export interface RunOptions extends ConnectionOptions {
  readonly name?: string
  readonly experiment?: string
  readonly param?: readonly Pair[]
  readonly tag?: readonly Pair[]
  readonly input?: readonly string[]
  readonly trace?: boolean
  readonly capture: readonly CapturePart[]
  readonly keepFileLimit: number
  readonly keepTotalLimit: number
  readonly cacheInputs?: boolean
  readonly printId?: boolean
}
