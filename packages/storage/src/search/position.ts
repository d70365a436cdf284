import { compareInt64, type Int64 } from '@reprise/protocol'

/** What is ordered by, in this order whatever the direction: numbers and texts, NaN, nothing. */
export const PRESENT = 0
export const NAN = 1
export const MISSING = 2

/** A value of one column of an order; beyond {@link PRESENT} the value is 0 or empty. */
export interface RankedValue {
  readonly rank: number
  readonly value: string | Int64
}

/** Where a row stands in an order: one value per column, those that break ties included. */
export type Position = readonly RankedValue[]

export interface OrderedColumn {
  readonly kind: 'text' | 'integer' | 'double'
  readonly descending: boolean
}

/** Negative when `a` comes first. */
export function comparePositions(columns: readonly OrderedColumn[], a: Position, b: Position): number {
  for (const [index, { descending }] of columns.entries()) {
    const ofA = a[index]
    const ofB = b[index]
    if (ofA === undefined || ofB === undefined) break
    const byValue = ofA.rank - ofB.rank || (descending ? compareValues(ofB.value, ofA.value) : compareValues(ofA.value, ofB.value))
    if (byValue !== 0) return byValue
  }
  return 0
}

export function compareValues(a: string | Int64, b: string | Int64): number {
  return typeof a === 'string' || typeof b === 'string' ? compareText(String(a), String(b)) : compareInt64(a, b)
}

/** By code points, as both databases do; JavaScript itself compares UTF-16 units, which differs beyond the basic plane. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0
  const shorter = Math.min(a.length, b.length)
  for (let at = 0; at < shorter; at++) {
    const ofA = a.charCodeAt(at)
    const ofB = b.charCodeAt(at)
    if (ofA !== ofB) return rankOfUnit(ofA) - rankOfUnit(ofB)
  }
  return a.length - b.length
}

/** Surrogates stand for characters above all others. */
function rankOfUnit(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}
