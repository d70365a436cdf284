import { existsSync, lstatSync } from 'node:fs'
import { join } from 'node:path'
import { lockPathOf } from '../../graph/index.ts'
import { readParameterFile, selectParameter } from '../../params/index.ts'
import { isMapping, str, type Value } from '../../python/index.ts'
import { readMetrics, ReportProject, type RevisionFiles } from '../../reports/index.ts'
import type { Repository } from '../../repository/index.ts'
import type { Metric } from '../store/records.ts'

/** Bytes up to which a file that is not in the cache is kept of a point. */
const LARGEST = 32 * 1024 * 1024

export interface PointResult {
  /** By `file:key`. */
  readonly metrics: Readonly<Record<string, number>>
  /** That of the sweep; undefined where the point made none. */
  readonly value: number | undefined
  /** What says how the work tree is to be had again, by paths from the root: lock files, and outputs that are not in the cache. */
  readonly files: readonly string[]
}

/** What a point made, read from its work tree. */
export async function readResult(repository: Repository, metric: Metric | undefined): Promise<PointResult> {
  using project = new ReportProject(repository)
  const files = await project.open('workspace')
  if (files === undefined) return { metrics: {}, value: undefined, files: [] }
  const metrics: Record<string, number> = {}
  for (const [path, { data }] of readMetrics(files, [])) if (data !== undefined) flattenNumbers(data, `${path}:`, metrics)
  return { metrics, value: metric === undefined ? undefined : readNumber(files, metric), files: listResultFiles(repository, files) }
}

function flattenNumbers(value: Value, prefix: string, into: Record<string, number>): void {
  if (typeof value === 'number' || typeof value === 'bigint') into[prefix.replace(/:$/, '')] = Number(value)
  if (!isMapping(value)) return
  for (const [key, member] of value) flattenNumbers(member, `${prefix}${prefix.endsWith(':') ? '' : '.'}${str(key)}`, into)
}

function readNumber(files: RevisionFiles, { file, key }: Metric): number | undefined {
  if (files.kind(file) !== 'file') return undefined
  const value = selectParameter(readParameterFile(files.readText(file), file), key)
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined
}

function listResultFiles({ root }: Repository, { stages }: RevisionFiles): string[] {
  const locks = stages.filter(({ source }) => source.kind === 'pipeline').map(({ file }) => lockPathOf(file))
  const outs = stages.flatMap((stage) => stage.outs.filter(({ cache, place }) => !cache && place === 'project').map(({ at }) => at))
  return [...new Set([...locks, ...outs])].filter((path) => {
    const stats = existsSync(join(root, path)) ? lstatSync(join(root, path)) : undefined
    return stats?.isFile() === true && stats.size <= LARGEST
  })
}
