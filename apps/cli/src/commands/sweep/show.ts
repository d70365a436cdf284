import { findSweep } from '@reprise/pipelines/sweeps'
import { printPoints, toSweepValue } from '../../sweeping/index.ts'
import type { Project } from '../../project/index.ts'

export function showSweep({ repository, isJson, printJson, print, world }: Project, [name]: [string | undefined]): Promise<void> {
  const folder = findSweep(repository.layout.temporary, name)
  const { definition } = folder
  const points = folder.points()
  if (isJson) printJson(toSweepValue(folder, definition, points))
  else print(printPoints(points, definition, world))
  return Promise.resolve()
}
