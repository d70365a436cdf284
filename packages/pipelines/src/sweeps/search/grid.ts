import { RepriseError } from '@reprise/protocol/errors'
import type { Assignment } from '../params/change-value.ts'
import type { Override } from '../params/parse-override.ts'
import type { Point } from './search.ts'

/** Points that one sweep may have. */
export const MOST_POINTS = 10_000

/** Every combination, the last override changing fastest. Throws INVALID_PARAMETER_VALUE for intervals, which have no end. */
export function listGrid(overrides: readonly Override[]): Point[] {
  const interval = overrides.find(({ space }) => space.kind === 'interval')
  if (interval !== undefined)
    throw new RepriseError('INVALID_PARAMETER_VALUE', `'${interval.text}' stands for endlessly many values.`, {
      hint: 'Say how many are to be tried, with --random or --tpe, or name the values.',
    })
  const count = countGrid(overrides)
  if (count > MOST_POINTS)
    throw new RepriseError('INVALID_PARAMETER_VALUE', `these are ${count} points; ${MOST_POINTS} are allowed.`, {
      hint: 'Try some of them, with --random.',
    })
  return overrides.reduce<Point[]>(
    (points, override) => points.flatMap((point) => valuesOf(override).map((value) => [...point, toAssignment(override, value)])),
    [[]],
  )
}

/** Combinations; Infinity with an interval. */
export function countGrid(overrides: readonly Override[]): number {
  return overrides.reduce((count, { space }) => count * (space.kind === 'choice' ? space.values.length : Infinity), 1)
}

export function toAssignment({ file, key, action }: Override, value: Assignment['value']): Assignment {
  return { file, key, action, value }
}

function valuesOf({ space }: Override): readonly Assignment['value'][] {
  return space.kind === 'choice' ? space.values : []
}
