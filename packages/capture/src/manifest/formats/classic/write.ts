import { countManifest, type DataManifest, manifestVersions } from '../../data-manifest.ts'
import type { FileEntry } from '../../entry.ts'
import { printMode, printSize, printTime } from '../print-values.ts'

/** Prints the classic `data_manifest.json`, version 1.0: one JSON document, in pieces of text. */
export function* printClassic(manifest: DataManifest): Generator<string> {
  const files = manifest.entries.filter((entry) => entry.type === 'file')
  const head = {
    manifest_version: manifestVersions.classic,
    generated_at: printTime(manifest.generatedAt),
    data_path: manifest.dataPath,
    hash_algorithms: manifest.hashAlgorithms,
  }
  yield `${JSON.stringify(head, undefined, 2).slice(0, -2)},\n  "files": [`
  for (const [index, file] of files.entries()) yield `${index === 0 ? '' : ','}\n${indent(toClassicFile(manifest, file), '    ')}`
  yield `${files.length === 0 ? '' : '\n  '}],\n${JSON.stringify(toTail(manifest), undefined, 2).slice(2)}\n`
}

function toClassicFile({ dataPath }: DataManifest, { path, size, modifiedAt, hashes, mode }: FileEntry): unknown {
  return {
    path: `${dataPath === '/' ? '' : dataPath}/${path}`,
    relative_path: path,
    size_bytes: size,
    size_human: printSize(size),
    ...(modifiedAt === undefined ? {} : { modified_time: printTime(modifiedAt) }),
    hashes,
    ...(mode === undefined ? {} : { permissions: printMode(mode) }),
  }
}

/** What the format has no place for, links and problems, stands in a field of its own, which is there only when it is needed. */
function toTail(manifest: DataManifest): unknown {
  const { processingSeconds, includePatterns, excludePatterns, maxFiles, metadata, problems, entries } = manifest
  const { files, bytes } = countManifest(manifest)
  const links = entries.flatMap((entry) =>
    entry.type === 'link' ? [{ relative_path: entry.path, type: 'link', target: entry.target }] : [],
  )
  const notHashed = [...links, ...problems.map(({ path, type, reason }) => ({ relative_path: path, type, reason }))]
  return {
    summary: {
      total_files: files,
      total_size_bytes: bytes,
      total_size_human: printSize(bytes),
      processing_time_seconds: Math.round(processingSeconds * 1e6) / 1e6,
      throughput: processingSeconds > 0 ? Math.round(bytes / processingSeconds) : 0,
    },
    metadata,
    max_files: maxFiles ?? null,
    include_patterns: includePatterns,
    exclude_patterns: excludePatterns,
    ...(notHashed.length === 0 ? {} : { not_hashed: notHashed }),
  }
}

function indent(value: unknown, by: string): string {
  return JSON.stringify(value, undefined, 2).replace(/^/gm, by)
}
