import { compareRevisions, type CompareOptions } from '../../reporting/index.ts'
import type { Project } from '../../project/index.ts'

const DEFAULT_PRECISION = 5

export async function diffMetrics(project: Project, args: [string, string], options: CompareOptions): Promise<void> {
  const { readMetrics } = await import('@reprise/pipelines/reports/values')
  await compareRevisions(project, args, options, {
    title: 'Metric',
    read: (files, targets) => readMetrics(files, targets),
    precision: options.precision || DEFAULT_PRECISION,
    showsDifference: true,
  })
}
