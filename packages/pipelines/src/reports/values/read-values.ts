import { readParameterFile } from '../../params/index.ts'
import type { Value } from '../../python/index.ts'
import { type FileProblem, toFileProblem } from '../file-problem.ts'
import type { RevisionFiles } from '../project/revision-files.ts'

/** What a file holds, or why that can not be said. */
export type FileResult = { readonly data: Value; readonly error?: undefined } | { readonly data?: undefined; readonly error: FileProblem }

/** By path from the root. */
export type FileResults = ReadonlyMap<string, FileResult>

/** Reads parameter or metrics files; `select` takes of each what is meant. A file that can not be read does not hide the others. */
export function readValues(files: RevisionFiles, paths: Iterable<string>, select: (value: Value, path: string) => Value): FileResults {
  const results = new Map<string, FileResult>()
  for (const path of paths) results.set(path, readOne(files, path, select))
  return results
}

function readOne(files: RevisionFiles, path: string, select: (value: Value, path: string) => Value): FileResult {
  try {
    return { data: select(readParameterFile(files.readText(path), path), path) }
  } catch (error) {
    return { error: toFileProblem(error, path) }
  }
}
