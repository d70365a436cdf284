import type { Project } from '../../project/index.ts'
import { freezeEach } from '../freeze/freeze.ts'

export function unfreezeStages(project: Project, [targets]: [string[]]): Promise<number> {
  return freezeEach(project, targets, { isFrozen: false, verb: 'unfreeze' })
}
