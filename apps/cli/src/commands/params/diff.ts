import { compareRevisions, type CompareOptions } from '../../reporting/index.ts'
import type { Project } from '../../project/index.ts'

export async function diffParams(
  project: Project,
  args: [string, string],
  options: CompareOptions & { readonly deps?: boolean },
): Promise<void> {
  const { readParams } = await import('@reprise/pipelines/reports/values')
  await compareRevisions(project, args, options, {
    title: 'Param',
    read: (files, targets) => readParams(files, { targets, dependenciesOnly: options.deps }),
    precision: undefined,
    showsDifference: false,
  })
}
