import { freezeEach } from '../../pipeline/index.ts'
import type { Project } from '../../project/index.ts'

export function freezeStages(project: Project, [targets]: [string[]]): Promise<number> {
  return freezeEach(project, targets, { isFrozen: true, verb: 'freeze' })
}
