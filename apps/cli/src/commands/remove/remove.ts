import { removeStages } from '@reprise/pipelines/tracking'
import type { CommonOptions, Project } from '../../project/index.ts'

export async function remove(
  project: Project,
  [targets]: [string[]],
  { outs }: CommonOptions & { readonly outs?: boolean },
): Promise<void> {
  const removed: string[] = []
  for (const target of targets)
    removed.push(...(await removeStages(project.repository, target, { withData: outs, cmd: `reprise remove ${targets.join(' ')}` })))
  if (project.isJson) project.printJson({ removed })
}
