// A second reader of manifests, written from docs/formats/manifest.md alone. It shares no code with the first, and checks what the page says.
import { createHash } from 'node:crypto'

/** A file or link as bytes of its path, and what makes its identity. */
export interface PlainEntry {
  readonly path: Buffer
  readonly type: 'f' | 'x' | 'l'
  readonly size: number
  readonly sha256: string
}

export interface PlainManifest {
  readonly root: string | undefined
  readonly entries: readonly PlainEntry[]
  readonly problems: readonly (readonly [path: string, type: string, reason: string])[]
}

/** Every field of either format; which of them an object has depends on what it is. */
interface Json {
  readonly root?: string
  readonly parent?: { readonly root: string; readonly file: string }
  readonly lines: number
  readonly path: string
  readonly relative_path: string
  readonly type: string
  readonly target: string
  readonly reason: string
  readonly size_bytes: number
  readonly executable?: boolean
  readonly permissions: string
  readonly hashes: { readonly sha256: string }
  readonly files: readonly Json[]
  readonly not_hashed?: readonly Json[]
}
/** Finds the text of a parent by its name. */
type Find = (file: string) => string

export function readPlain(text: string, find: Find): PlainManifest {
  return text.startsWith('{"manifest_version":"2.') ? readLines(text, find) : readDocument(JSON.parse(text) as Json)
}

function readLines(text: string, find: Find): PlainManifest {
  const [header, ...lines] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Json)
  if (header === undefined || header.lines !== lines.length) throw new Error('lines are missing')
  const entries = new Map<string, PlainEntry>()
  const parent = header.parent
  if (parent !== undefined) {
    const before = readPlain(find(parent.file), find)
    if (before.root !== parent.root) throw new Error('another parent')
    for (const entry of before.entries) entries.set(entry.path.toString('hex'), entry)
  }
  let last: Buffer | undefined
  const problems: [string, string, string][] = []
  for (const line of lines) {
    const path = toBytes(line.path)
    if (last !== undefined && last.compare(path) >= 0) throw new Error('out of order')
    last = path
    entries.delete(path.toString('hex'))
    const entry = toEntry(path, line)
    if (entry !== undefined) entries.set(path.toString('hex'), entry)
    else if (line.type !== 'removed') problems.push([line.path, line.type, line.reason])
  }
  const manifest = finish([...entries.values()], problems)
  if (manifest.root !== header.root) throw new Error('another root')
  return manifest
}

function readDocument(document: Json): PlainManifest {
  const files = document.files.map((file): PlainEntry => {
    const { sha256 } = file.hashes
    const isExecutable = (Number.parseInt(file.permissions, 8) & 0o100) !== 0
    return { path: toBytes(file.relative_path), type: isExecutable ? 'x' : 'f', size: file.size_bytes, sha256 }
  })
  const others = document.not_hashed ?? []
  const links = others.flatMap((one) => toEntry(toBytes(one.relative_path), one) ?? [])
  const problems = others.filter((one) => one.type !== 'link')
  return finish(
    [...files, ...links],
    problems.map((one) => [one.relative_path, one.type, one.reason]),
  )
}

function toEntry(path: Buffer, line: Json): PlainEntry | undefined {
  if (line.type === 'link') {
    const target = toBytes(line.target)
    return { path, type: 'l', size: target.length, sha256: createHash('sha256').update(target).digest('hex') }
  }
  if (line.type !== 'file') return undefined
  const { sha256 } = line.hashes
  return { path, type: line.executable === true ? 'x' : 'f', size: line.size_bytes, sha256 }
}

function finish(entries: PlainEntry[], problems: PlainManifest['problems']): PlainManifest {
  entries.sort((a, b) => a.path.compare(b.path))
  if (problems.some(([, type]) => type !== 'special')) return { root: undefined, entries, problems }
  const root = createHash('sha256').update('reprise-manifest 2\0')
  for (const { type, size, sha256, path } of entries) root.update(`${type} ${size} ${sha256} `).update(path).update('\0')
  return { root: root.digest('hex'), entries, problems }
}

function toBytes(text: string): Buffer {
  const parts = text.match(/\\\\|\\x[0-9a-f]{2}|[^\\]+/g) ?? []
  return Buffer.concat(
    parts.map((part) => {
      if (part === '\\\\') return Buffer.from('\\')
      return part.startsWith('\\x') ? Buffer.from(part.slice(2), 'hex') : Buffer.from(part)
    }),
  )
}
