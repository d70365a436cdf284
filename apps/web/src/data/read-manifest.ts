import { listOf, objectOf, parseJson, textOf } from '../json/read-json.ts'

/** A manifest as the interface shows it. Formats: docs/formats/manifest.md. */
export interface ShownManifest {
  readonly version: string
  readonly folder: string
  readonly generatedAt: string
  /** Names what the folder held; absent where nobody knows. */
  readonly root: string | undefined
  readonly files: number
  readonly bytes: number
  /** Those that were read: fewer than `files` where the manifest was too long for the page. */
  readonly entries: readonly ShownFile[]
}

export interface ShownFile {
  readonly path: string
  /** Absent for links and for what could not be read. */
  readonly size: number | undefined
  /** The digest that was asked for first, or what else there is to say. */
  readonly detail: string
}

/** Reads as much of a manifest as there is: `isCut` says that its text ends early. Throws what a person can read. */
export function readManifest(text: string, isCut: boolean): ShownManifest {
  return text.startsWith('{"manifest_version":"2.') ? readNative(text) : readClassic(text, isCut)
}

function readNative(text: string): ShownManifest {
  const [first = '', ...lines] = text.split('\n')
  const header = objectOf(parseJson(first))
  // A line that was cut off in the middle is none.
  const entries = lines.flatMap((line) => {
    const entry = line === '' ? undefined : parseJson(line)
    return entry === undefined ? [] : [readEntry(objectOf(entry))]
  })
  return { ...readHeader(header), root: textOf(header['root']) || undefined, entries }
}

function readEntry(entry: Record<string, unknown>): ShownFile {
  const size = entry['size_bytes']
  const target = entry['target']
  const detail = target === undefined ? digestOf(entry['hashes']) || textOf(entry['reason']) : `→ ${textOf(target)}`
  return { path: textOf(entry['relative_path'] ?? entry['path']), size: typeof size === 'number' ? size : undefined, detail }
}

function readClassic(text: string, isCut: boolean): ShownManifest {
  const json = parseJson(text)
  if (json === undefined) {
    throw new Error(isCut ? 'It is too long to be shown here; the page of files gives it away whole.' : 'It is no manifest: it is no JSON.')
  }
  const manifest = objectOf(json)
  const entries = [...listOf(manifest['files']), ...listOf(manifest['not_hashed'])].map((file) => readEntry(objectOf(file)))
  return { ...readHeader({ ...manifest, ...objectOf(manifest['summary']) }), root: undefined, entries }
}

function readHeader(header: Record<string, unknown>): Omit<ShownManifest, 'root' | 'entries'> {
  return {
    version: textOf(header['manifest_version']),
    folder: textOf(header['data_path']),
    generatedAt: textOf(header['generated_at']),
    files: Number(header['total_files'] ?? 0),
    bytes: Number(header['total_size_bytes'] ?? 0),
  }
}

function digestOf(hashes: unknown): string {
  const { sha256, md5, ...others } = objectOf(hashes)
  return textOf(sha256 ?? md5 ?? Object.values(others)[0])
}
