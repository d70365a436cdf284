import type { DataManifest } from '../../data-manifest.ts'
import type { FileEntry, LinkEntry, ManifestProblem } from '../../entry.ts'
import { encodePath, isPathText } from '../../paths/path-text.ts'
import { findPathProblem } from '../../paths/find-path-problem.ts'
import { computeRootId } from '../../root-id.ts'
import { JsonReader } from '../json-reader.ts'
import { parseMode, parseTime } from '../print-values.ts'
import { sortEntries } from '../sort-entries.ts'

const EXECUTABLE = 0o100

/** Reads a classic manifest, whoever wrote it: fields that only inform may be missing. `name` is the file's, for errors. */
export function readClassic(document: unknown, name: string): DataManifest {
  const reader = new JsonReader(document, name)
  const version = reader.text('manifest_version')
  if (!/^1\.\d+$/.test(version)) {
    throw reader.error(`it is of version ${version.slice(0, 20)}; this program reads 1.0 and 2.0`, 'Install a newer version of Reprise.')
  }
  const files = reader.list('files').map((file, index) => readFile(new JsonReader(file, `${name}, files[${index}]`)))
  const rest = reader.has('not_hashed') ? reader.list('not_hashed') : []
  const others = rest.map((one, index) => readOther(new JsonReader(one, `${name}, not_hashed[${index}]`)))
  const links = others.filter((one) => one.type === 'link')
  const problems = others.filter((one) => one.type !== 'link')
  const entries = sortEntries([...files, ...links], name)
  const summary = reader.has('summary') ? reader.object('summary') : undefined
  return {
    format: 'classic',
    generatedAt: reader.has('generated_at') ? (parseTime(reader.text('generated_at')) ?? 0) : 0,
    dataPath: reader.text('data_path'),
    hashAlgorithms: reader.algorithms('hash_algorithms'),
    entries,
    problems: sortEntries(problems, name),
    root: computeRootId(entries, problems),
    includePatterns: reader.has('include_patterns') ? reader.texts('include_patterns') : [],
    excludePatterns: reader.has('exclude_patterns') ? reader.texts('exclude_patterns') : [],
    maxFiles: reader.has('max_files') ? reader.count('max_files') : undefined,
    metadata: reader.metadata('metadata'),
    processingSeconds: summary?.has('processing_time_seconds') === true ? summary.number('processing_time_seconds') : 0,
  }
}

function readFile(reader: JsonReader): FileEntry {
  const mode = reader.has('permissions') ? parseMode(reader.text('permissions')) : undefined
  return {
    type: 'file',
    path: readPath(reader),
    size: reader.count('size_bytes'),
    isExecutable: mode === undefined ? undefined : (mode & EXECUTABLE) !== 0,
    hashes: reader.hashes('hashes'),
    modifiedAt: reader.has('modified_time') ? parseTime(reader.text('modified_time')) : undefined,
    mode,
  }
}

function readOther(reader: JsonReader): LinkEntry | ManifestProblem {
  const type = reader.text('type')
  const path = readPath(reader)
  if (type === 'link') return { type, path, target: toCanonical(reader.text('target')) }
  if (type === 'unreadable' || type === 'changed' || type === 'special') return { type, path, reason: reader.text('reason') }
  throw reader.error(`type is ${JSON.stringify(type.slice(0, 40))}, not link, unreadable, changed or special`)
}

function readPath(reader: JsonReader): string {
  const path = toCanonical(reader.text('relative_path'))
  const problem = findPathProblem(path)
  if (problem === undefined) return path
  throw reader.error(
    `relative_path ${JSON.stringify(path.slice(0, 80))} ${problem}`,
    'Paths of a manifest are relative and stay below its folder.',
  )
}

/** Other programs that write this format do not escape: what is no escape of ours is taken as it stands. */
function toCanonical(text: string): string {
  return isPathText(text) ? text : encodePath(Buffer.from(text, 'utf8').toString('latin1'))
}
