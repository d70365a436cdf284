import { posix } from 'node:path'
import { isMapping, isSequence, str, type Scalar, type Value } from '../../python/index.ts'
import type { RevisionFiles } from '../project/revision-files.ts'
import { type FileResults, readValues } from './read-values.ts'

/** The metrics of a revision, or of some files and folders, by paths from the root. */
export function readMetrics(files: RevisionFiles, targets: readonly string[]): FileResults {
  const paths = targets.length > 0 ? targets : [...outsOf(files), ...sectionPaths(files, 'metrics')]
  return readValues(files, new Set(paths.flatMap((path) => files.expand(path))), (value) => keepMetrics(value) ?? new Map())
}

function outsOf({ stages }: RevisionFiles): string[] {
  return stages.flatMap(({ outs }) => outs.filter(({ kind }) => kind === 'metric').map(({ at }) => at))
}

/** The files that a section of the `dvc.yaml` files lists, by paths from the root. */
export function sectionPaths({ pipelines }: RevisionFiles, section: 'metrics' | 'params'): string[] {
  return pipelines.flatMap(({ path, templates }) => {
    const listed = templates.resolveSection(section)
    return isSequence(listed) ? listed.map((item) => posix.normalize(posix.join(posix.dirname(path), str(item)))) : []
  })
}

/** Numbers, texts and mappings of them; what is empty goes. */
function keepMetrics(value: Value): Value | undefined {
  if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value
  if (!isMapping(value)) return undefined
  const kept = new Map<Scalar, Value>()
  for (const [key, member] of value) {
    const metric = keepMetrics(member)
    if (metric !== undefined && !(isMapping(metric) && metric.size === 0)) kept.set(key, metric)
  }
  return kept
}
