import { type ManifestValidation, openFolderCheck } from '@reprise/capture'
import { RepriseError } from '@reprise/protocol'
import { cacheFolderOf } from '../../cache-folder.ts'
import type { World } from '../../command.ts'
import { printJson } from '../../output/json.ts'
import { printBytes, printCount, printDuration } from '../../output/values.ts'
import { type PathLine, printLines } from './print-lines.ts'
import { type ReadingOptions, readFolder } from './reading.ts'

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

/** Checks a folder against a manifest. What is not as recorded makes the command fail, after all of it was printed. */
export async function validateFolder({ manifest: file, folder: given }: Places, options: ValidateOptions, world: World): Promise<void> {
  const { parent, include, exclude, cache } = options
  const check = await openFolderCheck(file, {
    folder: given,
    parents: parent === undefined ? [] : [parent],
    includePatterns: include,
    excludePatterns: exclude,
    memory: cache ? cacheFolderOf(process.env) : undefined,
  })
  const result = await readFolder(check.folder, { cache, world }, (reading) => check.run(reading))
  world.write(options.json === true ? printJson(result) : describe(result, options, world))
  if (result.valid) return
  throw new RepriseError('DATA_LOSS', `The folder is not as ${file} says: ${countFindings(result)}.`, {
    hint: 'Restore the data, or make a new manifest if it was meant to change.',
  })
}

function describe(result: ManifestValidation, { maxResults }: ValidateOptions, world: World): string {
  const findings = listFindings(result)
  const { total_files: files, total_size_bytes: bytes, processing_time_seconds: seconds } = result
  const checked = `${printCount(files, 'file')}, ${printBytes(bytes)} checked in ${printDuration(seconds * 1_000)}`
  const table = printLines(findings, { first: 'FOUND', maxResults }, world)
  return `${table}${checked}${result.valid ? ': all as recorded' : ''}.\n`
}

function listFindings(result: ManifestValidation): PathLine[] {
  const named = (what: string, paths: readonly string[]): PathLine[] => paths.map((path) => ({ what, path, detail: '' }))
  const told = (what: string, problems: readonly { readonly path: string; readonly reason: string }[]): PathLine[] =>
    problems.map(({ path, reason }) => ({ what, path, detail: reason }))
  return [
    ...named('missing', result.missing_files),
    ...result.hash_mismatches.map(({ path, expected, actual }) => ({
      what: 'changed',
      path,
      detail: expected.size_bytes === actual.size_bytes ? 'other bytes' : `${expected.size_bytes} → ${actual.size_bytes} bytes`,
    })),
    ...result.type_mismatches.map(({ path, expected, actual }) => ({ what: 'type', path, detail: `${expected} → ${actual}` })),
    ...named('extra', result.extra_files),
    ...told('unreadable', result.unreadable_files),
    ...told('changing', result.changed_files),
    ...told('special', result.special_files),
  ]
}

function countFindings(result: ManifestValidation): string {
  const counts = [
    [result.missing_files.length, 'missing'],
    [result.hash_mismatches.length, 'changed'],
    [result.type_mismatches.length, 'of another type'],
    [result.extra_files.length, 'extra'],
    [result.unreadable_files.length, 'unreadable'],
    [result.changed_files.length, 'written while they were read'],
  ] as const
  return counts.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`])).join(', ')
}
