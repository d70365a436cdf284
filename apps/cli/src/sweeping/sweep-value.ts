import { jsonDumps } from '@reprise/pipelines/python'
import type { PointRecord, SweepDefinition, SweepFolder } from '@reprise/pipelines/sweeps'
import { sortPoints } from './print-points.ts'

/** A sweep for programs: the best point first. */
export function toSweepValue(folder: SweepFolder, definition: SweepDefinition, points: readonly PointRecord[]): object {
  const { metric, direction, search, targets, overrides, tracking, created } = definition
  return {
    sweep: folder.name,
    created,
    targets,
    overrides,
    search,
    metric: metric ?? null,
    direction,
    run: tracking?.run ?? null,
    points: sortPoints(points, definition).map(toPointValue),
  }
}

export function toPointValue({ number, point, state, value, metrics, stages, run, milliseconds, error }: PointRecord): object {
  return {
    point: number,
    state,
    params: Object.fromEntries(point.map((assignment) => [`${assignment.file}:${assignment.key}`, toJson(assignment)])),
    value: value ?? null,
    metrics: metrics ?? {},
    stages: stages ?? {},
    run: run ?? null,
    milliseconds: milliseconds ?? null,
    ...(error === undefined ? {} : { error }),
  }
}

/** What JSON has no word for is told as a text. */
function toJson({ value, action }: PointRecord['point'][number]): unknown {
  if (action === 'remove') return null
  return JSON.parse(jsonDumps(value).replaceAll(/(?<![\w"])(-?Infinity|NaN)(?![\w"])/g, '"$1"'))
}
