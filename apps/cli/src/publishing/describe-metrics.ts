import { posix } from 'node:path'
import type { RevisionFiles } from '@reprise/pipelines'
import { isMapping, type Value } from '@reprise/pipelines/python'
import { flatten, readMetrics } from '@reprise/pipelines/reports/values'
import type { InputOfOperation } from '@reprise/protocol'

type MetricsFile = NonNullable<InputOfOperation<'publishPipelineState'>['metrics']>[number]

/** The numbers in the metrics files; a file that is not there, or can not be read, has none. */
export function describeMetrics(files: RevisionFiles): MetricsFile[] {
  return [...readMetrics(files, [])].flatMap(([path, { data }]) => {
    const metrics = data === undefined ? [] : [...leavesOf(data, path)].flatMap(([key, value]) => toMetric(key, value))
    return metrics.length === 0 ? [] : [{ path, metrics }]
  })
}

/** A file may be one number: its name says which. */
function leavesOf(data: Value, path: string): ReadonlyMap<string, Value> {
  return isMapping(data) ? flatten(data) : new Map([[posix.basename(path), data]])
}

function toMetric(key: string, value: Value): { key: string; value: number }[] {
  if (key === '' || (typeof value !== 'number' && typeof value !== 'bigint')) return []
  return [{ key, value: Number(value) }]
}
