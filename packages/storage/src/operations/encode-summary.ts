import type { Int64 } from '@reprise/protocol'
import { sql } from '../sql.ts'
import { encodeExactDouble } from './encode-double.ts'
import { type Projection, type SummaryPart, summaryParts } from './projection.ts'

/** A row of `metrics`, as it is stored: NaN is 0 with a flag, and NULL where it means that there is no number. */
export type SummaryRow = {
  readonly run_id: number
  readonly key_id: number
  readonly value: number
  readonly is_nan: number
  readonly step: Int64
  readonly min_value: number | null
  readonly max_value: number | null
  readonly first_value: number | null
  readonly first_step: Int64
}

export const summaryColumns = sql`run_id, key_id, value, is_nan, step, min_value, max_value, first_value, first_step`

const encoders: Readonly<Record<SummaryPart, (row: SummaryRow) => string>> = {
  min: (row) => `"min":${encodeNullable(row.min_value)}`,
  max: (row) => `"max":${encodeNullable(row.max_value)}`,
  first: (row) => `"first":${encodeNullable(row.first_value)},"first_step":${row.first_step}`,
  last: (row) => `"last":${row.is_nan === 0 ? encodeExactDouble(row.value) : '"NaN"'},"last_step":${row.step}`,
}

/** How the summary of a metric is printed: the parts that were asked for, by the id of its name. */
export function summaryEncoder(
  projection: Projection['summaries'],
  isWanted: (part: SummaryPart, keyId: number) => boolean,
): (name: string, row: SummaryRow) => string {
  const parts = summaryParts.filter((part) => projection[part] !== 'none')
  return (name, row) => {
    const texts = parts.filter((part) => isWanted(part, row.key_id)).map((part) => encoders[part](row))
    return `{"key":${name},${texts.join(',')}}`
  }
}

function encodeNullable(value: number | null): string {
  return value === null ? '"NaN"' : encodeExactDouble(value)
}
