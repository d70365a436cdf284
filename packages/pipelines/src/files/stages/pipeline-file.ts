import { isMapping, type Mapping } from '../../python/index.ts'
import { dumpYaml, YamlDocument } from '../../yaml/index.ts'
import { pipelineSchema } from '../schema/schemas.ts'
import { loadChecked } from '../schema/validate.ts'

/**
 * Reads a `dvc.yaml` and checks it; templates are still in it.
 *
 * @throws RepriseError INVALID_PARAMETER_VALUE that names the file, the keys and the line
 */
export function parsePipelineFile(source: string, file: string): Mapping {
  return loadChecked(source, file, pipelineSchema)
}

/** Writes a stage into a `dvc.yaml`: a new one goes to the end, an existing one is edited key by key. */
export function putStage(source: string, stage: { readonly name: string; readonly document: Mapping }, file: string): string {
  const document = new YamlDocument(source, file)
  if (document.value.size === 0) return dumpYaml(new Map([['stages', new Map([[stage.name, stage.document]])]]))
  if (!isMapping(document.value.get('stages'))) document.set(['stages'], new Map())
  document.merge(['stages', stage.name], stage.document)
  return document.toString()
}

/** Removes a stage. Undefined means that the file has no stage left and goes, too, as DVC has it; an unknown name changes nothing. */
export function removeStage(source: string, name: string, file: string): string | undefined {
  const document = new YamlDocument(source, file)
  if (!document.delete(['stages', name])) return source
  const stages = document.value.get('stages')
  return isMapping(stages) && stages.size > 0 ? document.toString() : undefined
}
