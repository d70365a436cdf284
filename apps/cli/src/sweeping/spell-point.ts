import { str, type Value } from '@reprise/pipelines/python'
import type { Point } from '@reprise/pipelines/sweeps'

/** `train.lr=0.1, train.epochs=3`, as points are told of. */
export function spellPoint(point: Point): string {
  return point
    .map((assignment) => (assignment.action === 'remove' ? `~${assignment.key}` : `${assignment.key}=${spellValue(assignment.value)}`))
    .join(', ')
}

export function spellValue(value: Value): string {
  return value === '' ? "''" : str(value)
}
