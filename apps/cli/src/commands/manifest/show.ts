import { countManifest, type DataManifest, type ManifestEntry, manifestVersions, readManifest } from '@reprise/capture'
import type { World } from '../../command.ts'
import { toCellText } from '../../output/cell.ts'
import { printJson } from '../../output/json.ts'
import { type Column, printTable } from '../../output/table.ts'
import { printBytes, printCount, printTime } from '../../output/values.ts'

export interface ShowOptions {
  readonly parent?: string
  readonly maxResults: number
  readonly json?: boolean
}

/** Digits of a digest that tell files apart. */
const SHORT = 12

/** Prints what a manifest says of the folder, and its files, of which there may be many. */
export async function showManifest(file: string, { parent, maxResults, json }: ShowOptions, world: World): Promise<void> {
  const manifest = await readManifest(file, { parents: parent === undefined ? [] : [parent] })
  if (json === true) return world.write(printJson(toJson(manifest)))
  const shown = manifest.entries.slice(0, maxResults)
  const facts = listFacts(manifest)
  const width = Math.max(...facts.map(([name]) => name.length))
  world.write(facts.map(([name, value]) => `${name.padEnd(width)}  ${toCellText(value)}\n`).join(''))
  if (shown.length > 0) world.write(`\n${printTable(shown, columns, { width: world.width, styleTitles: world.style.bold }).text}`)
  if (shown.length < manifest.entries.length)
    world.note(`There are ${manifest.entries.length - shown.length} more: -n ${manifest.entries.length} shows all.`)
}

const columns: readonly Column<ManifestEntry>[] = [
  { title: 'PATH', value: ({ path }) => path, giveWay: 1, narrowest: 20 },
  { title: 'SIZE', value: (entry) => (entry.type === 'file' ? printBytes(entry.size) : 'link'), align: 'right' },
  { title: 'MODIFIED', value: (entry) => (entry.type === 'file' ? printTime(entry.modifiedAt) : ''), giveWay: 3 },
  {
    title: 'DIGEST',
    value: (entry) => (entry.type === 'file' ? shortDigest(entry.hashes) : `→ ${entry.target}`),
    giveWay: 2,
    narrowest: SHORT,
  },
]

function shortDigest(hashes: Readonly<Record<string, string | undefined>>): string {
  return (hashes['sha256'] ?? Object.values(hashes)[0] ?? '').slice(0, SHORT)
}

function listFacts(manifest: DataManifest): (readonly [name: string, value: string])[] {
  const { files, links, bytes } = countManifest(manifest)
  const { root, includePatterns, excludePatterns, maxFiles, problems, metadata } = manifest
  const optional: (readonly [string, string | undefined])[] = [
    ['root', root],
    ['include', joined(includePatterns)],
    ['exclude', joined(excludePatterns)],
    ['at most', maxFiles === undefined ? undefined : printCount(maxFiles, 'file')],
    ['problems', problems.length === 0 ? undefined : problems.map(({ path, reason }) => `${path} (${reason})`).join(', ')],
    ['metadata', Object.keys(metadata).length === 0 ? undefined : JSON.stringify(metadata)],
  ]
  return [
    ['folder', manifest.dataPath],
    ['made', printTime(manifest.generatedAt)],
    ['format', `${manifest.format} ${manifestVersions[manifest.format]}`],
    ['files', String(files)],
    ...(links === 0 ? [] : [['links', String(links)] as const]),
    ['size', printBytes(bytes)],
    ['digests', manifest.hashAlgorithms.join(', ')],
    ...optional.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  ]
}

function joined(patterns: readonly string[]): string | undefined {
  return patterns.length === 0 ? undefined : patterns.join('  ')
}

function toJson(manifest: DataManifest): unknown {
  const { entries, generatedAt, dataPath, hashAlgorithms, includePatterns, excludePatterns, maxFiles, root, ...rest } = manifest
  const { files, links, bytes } = countManifest(manifest)
  return {
    format: rest.format,
    root: root ?? null,
    generated_at: generatedAt,
    data_path: dataPath,
    hash_algorithms: hashAlgorithms,
    include_patterns: includePatterns,
    exclude_patterns: excludePatterns,
    max_files: maxFiles ?? null,
    metadata: rest.metadata,
    total_files: files,
    total_links: links,
    total_size_bytes: bytes,
    processing_time_seconds: rest.processingSeconds,
    problems: rest.problems,
    files: entries.map((entry) =>
      entry.type === 'link'
        ? entry
        : {
            path: entry.path,
            type: entry.type,
            size_bytes: entry.size,
            executable: entry.isExecutable ?? null,
            hashes: entry.hashes,
            modified_at: entry.modifiedAt ?? null,
          },
    ),
  }
}
