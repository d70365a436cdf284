import type { Mapping } from '../../python/index.ts'
import type { RevisionFiles } from '../project/revision-files.ts'
import type { RevisionPlots } from './make-plots.ts'
import { type PlotSource, readSource, sourcesOf } from './plot-sources.ts'
import { type DefinitionOptions, readDefinitions } from './read-definitions.ts'

/** The plots of a revision with the files that they draw on. */
export function readPlots(files: RevisionFiles, revision: string, options: DefinitionOptions): RevisionPlots {
  const definitions = readDefinitions(files, options)
  const sources = new Map<string, PlotSource>()
  for (const plots of definitions.values()) {
    for (const [id, definition] of plots)
      for (const name of sourcesOf(id, definition)) {
        const path = options.locate(name)
        if (!sources.has(name)) sources.set(name, readSource(files, path, headerOf(files, path, definition)))
      }
  }
  return { revision, definitions, sources }
}

/** Whether a table has a header may also be said by the stage that makes it. */
function headerOf({ stages }: RevisionFiles, path: string, definition: Mapping): Mapping {
  if (definition.has('header')) return definition
  const out = stages.flatMap((stage) => stage.outs).find(({ at, plot }) => at === path && plot instanceof Map)
  return out?.plot instanceof Map ? out.plot : definition
}
