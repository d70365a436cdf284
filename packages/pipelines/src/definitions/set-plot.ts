import { join } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { type OutDefinition, putStage, toStageDocument } from '../files/index.ts'
import { addressOf, openGraph, type StageOut } from '../graph/index.ts'
import { isMapping, type Mapping, type Scalar, type Value } from '../python/index.ts'
import type { DefinitionPlace } from './set-frozen.ts'
import { editFile } from './write-pipeline.ts'

export interface PlotChange {
  /** Properties such as `x` and `template`, by name. */
  readonly set: ReadonlyMap<string, Value>
  readonly unset: readonly string[]
}

/**
 * Writes how an output of a stage is drawn into its file; an output that is no plot becomes one.
 * Answers what was done, in DVC's words. Throws, in DVC's words, for no output of a stage, for
 * properties that are to go and are not there, and for a stage that templates or a group make, since it could not be written back.
 */
export async function setPlot(place: DefinitionPlace, target: string, change: PlotChange): Promise<string> {
  const { repository, files, locate } = place
  const { outs } = await openGraph(files)
  const found = outs.covering(locate(target))
  if (found === undefined || found.out.at !== locate(target))
    throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `Unable to find DVC file with output '${target}'`)
  const { stage, out } = found
  if (out.kind !== 'plot' && change.unset.length > 0)
    throw new RepriseError('INVALID_PARAMETER_VALUE', `'${target}' is not a known plot. Use \`dvc plots modify\` to turn it into one.`)
  const properties = changeProperties(out, change)
  const { source, name = '' } = stage
  if (source.kind === 'dvc')
    throw new RepriseError('NOT_IMPLEMENTED', `'${target}' is data of '${files.show(stage.file)}', not an output of a stage.`, {
      hint: 'Name it under `plots` in dvc.yaml.',
    })
  if (source.isTemplated)
    throw new RepriseError('INVALID_PARAMETER_VALUE', `cannot dump a parametrized stage: '${addressOf(stage, files.show)}'`)
  const changed = source.definition.outs.map((one): OutDefinition => (one.path === out.path ? toPlot(one, properties) : one))
  const document = toStageDocument({ ...source.definition, outs: changed })
  const path = join(repository.root, stage.file)
  if (editFile(path, (text) => putStage(text, { name, document }, files.show(stage.file)))) repository.changes.track(path)
  return `Modifying stage '${name}' in '${files.show(stage.file)}'`
}

function changeProperties(out: StageOut, { set, unset }: PlotChange): Mapping {
  const properties = new Map<Scalar, Value>(isMapping(out.plot) ? out.plot : [])
  const missing = unset.filter((name) => !properties.has(name))
  if (missing.length > 0)
    throw new RepriseError('INVALID_PARAMETER_VALUE', `display properties ${list(missing)} not found in plot '${out.path}'`)
  for (const name of unset) properties.delete(name)
  for (const [name, value] of set) properties.set(name, value)
  return properties
}

function toPlot({ plot: _plot, ...out }: OutDefinition, properties: Mapping): OutDefinition {
  return { ...out, kind: 'plot', ...(properties.size === 0 ? {} : { plot: properties }) }
}

function list(names: readonly string[]): string {
  return `[${names.map((name) => `'${name}'`).join(', ')}]`
}
