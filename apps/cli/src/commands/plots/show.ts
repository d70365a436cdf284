import type { Project } from '../../project/index.ts'
import { drawPlots, type PlotOptions } from './draw-plots.ts'

export async function showPlots(project: Project, [targets]: [string[]], options: PlotOptions): Promise<number> {
  return drawPlots(project, { targets, options, choose: async () => ['workspace'] })
}
