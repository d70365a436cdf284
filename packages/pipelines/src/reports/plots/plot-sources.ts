import { posix } from 'node:path'
import { readParameterFile } from '../../params/index.ts'
import { isMapping, isSequence, jsonLoads, str, type Mapping, type Value } from '../../python/index.ts'
import { type FileProblem, toFileProblem } from '../file-problem.ts'
import type { RevisionFiles } from '../project/revision-files.ts'
import { parseTable } from './parse-csv.ts'
import { PlotProblem } from './plot-problem.ts'

/** What a file of a plot holds. */
export type PlotSource =
  | { readonly kind: 'data'; readonly data: Value }
  | { readonly kind: 'image'; readonly bytes: Buffer }
  | { readonly kind: 'problem'; readonly problem: FileProblem }

const images = new Set(['.jpg', '.jpeg', '.gif', '.png', '.svg'])
const tables = new Set(['.csv', '.tsv'])
const values = new Set(['.json', '.yaml', '.yml', '.toml', '.py'])

export function isImage(path: string): boolean {
  return images.has(posix.extname(path))
}

/** The files that a definition draws on, by paths as it names them: those of `y`, else the one that it is named after; then that of `x`. */
export function sourcesOf(id: string, definition: Mapping): string[] {
  const [x, y] = [definition.get('x'), definition.get('y')]
  const sources = isMapping(y) ? [...y.keys()].map(str) : [id]
  const [first] = isMapping(x) ? [...x.keys()].map(str) : []
  return [...new Set(first === undefined ? sources : [...sources, first])]
}

/** @param path from the root of the project */
export function readSource(files: RevisionFiles, path: string, props: Mapping): PlotSource {
  try {
    const extension = posix.extname(path)
    if (images.has(extension)) return { kind: 'image', bytes: files.read(path) }
    if (!tables.has(extension) && !values.has(extension))
      throw new PlotProblem('PlotMetricTypeError', `'${path}' - file type error\nOnly JSON, YAML, CSV and TSV formats are supported.`)
    const text = files.readText(path)
    if (!tables.has(extension)) return { kind: 'data', data: extension === '.json' ? jsonLoads(text, path) : readParameterFile(text, path) }
    const delimiter = extension === '.tsv' ? '\t' : ','
    return { kind: 'data', data: parseTable(text, { delimiter, hasHeader: props.get('header') !== false }) }
  } catch (error) {
    const problem = error instanceof PlotProblem ? { type: error.type, msg: error.message } : toFileProblem(error, path)
    return { kind: 'problem', problem }
  }
}

/** The fields of an axis by file, in order. */
export function fieldsOf(axis: Value | undefined): [file: string, field: string][] {
  if (!isMapping(axis)) return []
  return [...axis].flatMap(([file, fields]): [string, string][] => {
    if (typeof fields === 'string') return [[str(file), fields]]
    return isSequence(fields) ? fields.map((field) => [str(file), str(field)]) : []
  })
}
