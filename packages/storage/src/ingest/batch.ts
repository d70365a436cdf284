import type { PointColumns } from '../series/index.ts'

/** What one call of logMetric, logParam, setTag or logBatch asks for: decoded, validated, cut to size. */
export interface IngestBatch {
  readonly runUuid: string
  readonly points: NamedPoints
  /** Each key once. */
  readonly params: readonly KeyValue[]
  /** By key: the last one of a request wins. */
  readonly tags: ReadonlyMap<string, string>
  /** How a changed param is refused: MLflow words it differently for one param and for a batch. */
  readonly kind: 'one' | 'batch'
}

/** Points as columns, in the order of the request. Timestamps are milliseconds since 1970, not negative. */
export interface NamedPoints extends PointColumns {
  /** Names that occur; one may stand there twice. */
  readonly names: readonly string[]
  /** Which of them each point has. */
  readonly places: Uint16Array
}

export interface KeyValue {
  readonly key: string
  readonly value: string
}

const empty = new Float64Array(0)
export const noPoints: NamedPoints = { names: [], places: new Uint16Array(0), steps: empty, timestamps: empty, values: empty }
