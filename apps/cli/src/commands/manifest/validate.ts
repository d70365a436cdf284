import type { ManifestValidation } from '@reprise/capture'
import { checkFolder } from '../../checking/check-folder.ts'
import { findTrouble, listFindings } from '../../checking/findings.ts'
import type { World } from '../../command.ts'
import { printJson } from '../../output/json.ts'
import { printBytes, printCount, printDuration } from '../../output/values.ts'
import { isFolder } from './is-folder.ts'
import { printLines } from './print-lines.ts'
import type { ReadingOptions } from './reading-options.ts'

export interface ValidateOptions extends ReadingOptions {
  readonly parent?: string
  readonly maxResults: number
  readonly json?: boolean
}

interface Places {
  readonly manifest: string
  /** Default: the folder that the manifest was made of. */
  readonly folder: string | undefined
}

/** Some name the folder first, as `create` does. */
function inOrder({ manifest, folder }: Places): Places {
  return folder !== undefined && isFolder(manifest) && !isFolder(folder) ? { manifest: folder, folder: manifest } : { manifest, folder }
}

/** Checks a folder against a manifest. What is not as recorded makes the command fail, after all of it was printed. */
export async function validateFolder(places: Places, options: ValidateOptions, world: World): Promise<void> {
  const { manifest: file, folder: given } = inOrder(places)
  const { parent, include, exclude, cache } = options
  const parents = parent === undefined ? [] : [parent]
  const patterns = { includePatterns: include, excludePatterns: exclude }
  const result = await checkFolder(file, { folder: given, parents, ...patterns }, { cache, world })
  world.write(options.json === true ? printJson(result) : describe(result, options, world))
  const trouble = findTrouble(file, result)
  if (trouble !== undefined) throw trouble
}

function describe(result: ManifestValidation, { maxResults }: ValidateOptions, world: World): string {
  const findings = listFindings(result)
  const { total_files: files, total_size_bytes: bytes, processing_time_seconds: seconds } = result
  const checked = `${printCount(files, 'file')}, ${printBytes(bytes)} checked in ${printDuration(seconds * 1_000)}`
  const table = printLines(findings, { first: 'FOUND', maxResults }, world)
  return `${table}${checked}${result.valid ? ': all as recorded' : ''}.\n`
}
