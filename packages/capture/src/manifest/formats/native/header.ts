import { countManifest, type DataManifest, manifestVersions } from '../../data-manifest.ts'
import type { JsonReader } from '../json-reader.ts'
import { parseTime, printTime } from '../print-values.ts'

/** What fits into memory. */
const MOST_LINES = 5_000_000
const rootId = /^[0-9a-f]{64}$/

/** The manifest that a differential one is written against. */
export interface ParentName {
  readonly root: string
  /** Where it was: relative to the folder of the manifest that names it, with slashes. */
  readonly file: string
}

/** The first line; counts are those of the whole folder, also in a differential manifest. */
export function printHeader(manifest: DataManifest, lines: number, parent: ParentName | undefined): string {
  const { files, links, bytes } = countManifest(manifest)
  return JSON.stringify({
    manifest_version: manifestVersions.native,
    root: manifest.root,
    parent,
    lines,
    generated_at: printTime(manifest.generatedAt),
    data_path: manifest.dataPath,
    hash_algorithms: manifest.hashAlgorithms,
    total_files: files,
    total_links: links,
    total_size_bytes: bytes,
    processing_time_seconds: Math.round(manifest.processingSeconds * 1e6) / 1e6,
    include_patterns: manifest.includePatterns,
    exclude_patterns: manifest.excludePatterns,
    max_files: manifest.maxFiles,
    metadata: manifest.metadata,
  })
}

/** What the first line says. */
export type Header = Omit<DataManifest, 'format' | 'entries' | 'problems'> & {
  /** Lines that follow. */
  readonly lines: number
  readonly parent: ParentName | undefined
}

export function readHeader(reader: JsonReader): Header {
  const version = reader.text('manifest_version')
  if (version !== manifestVersions.native) {
    throw reader.error(`it is of version ${version.slice(0, 20)}; this program reads 1.0 and 2.0`, 'Install a newer version of Reprise.')
  }
  const parent = reader.has('parent') ? reader.object('parent') : undefined
  if (reader.count('lines') > MOST_LINES)
    throw reader.error(`it has more than ${MOST_LINES} lines`, 'Make manifests of parts of the folder.')
  return {
    root: reader.has('root') ? readRoot(reader) : undefined,
    parent: parent && { root: readRoot(parent), file: parent.text('file') },
    lines: reader.count('lines'),
    generatedAt: parseTime(reader.text('generated_at')) ?? 0,
    dataPath: reader.text('data_path'),
    hashAlgorithms: reader.algorithms('hash_algorithms'),
    includePatterns: reader.texts('include_patterns'),
    excludePatterns: reader.texts('exclude_patterns'),
    maxFiles: reader.has('max_files') ? reader.count('max_files') : undefined,
    metadata: reader.metadata('metadata'),
    processingSeconds: reader.number('processing_time_seconds'),
  }
}

function readRoot(reader: JsonReader): string {
  const root = reader.text('root')
  if (rootId.test(root)) return root
  throw reader.error(`root is ${JSON.stringify(root.slice(0, 80))}, not 64 hexadecimal digits`)
}
