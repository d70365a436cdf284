import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { RecordedFile } from '@reprise/protocol'
import { createRedactor, type Redactor } from '../../secrets/index.ts'
import type { ShadowPlace } from '../git/create-shadow.ts'
import { runGit, splitNul } from '../git/run-git.ts'
import type { TakenCode } from '../take-snapshot.ts'
import { createIndexWriter, type PutEntry } from '../tree/index-writer.ts'
import { type RawPath, toShownPath } from '../tree/paths.ts'

/** Larger files are not searched for secrets, which do not come in such masses. */
const SEARCHED = 4 * 2 ** 20
/** Bytes in which a file without text shows that it is none. */
const PROBE = 8 * 1024
/** Bytes that are read at once. */
const PORTION = 16 * 2 ** 20

/** Code whose trees hold no secret but those that were committed. */
export interface RedactedCode {
  readonly code: TakenCode
  /** Files that have something else in the tree than they had, with the digests that they had. */
  readonly files: readonly RecordedFile[]
}

/**
 * Replaces secrets in files that are other than committed, or not committed at all, in the trees of a snapshot. What was committed is known to
 * whoever has the repository, and its object ids say what it is. A file that is replaced is recorded with its digest: where it still is what
 * it was, `reprise reproduce` takes it from there. Throws where git fails.
 */
export async function redactTree(code: TakenCode, prefix = ''): Promise<RedactedCode> {
  const { place } = code.shadow
  const redactor = createRedactor(place.env)
  const files: RecordedFile[] = []
  const replaced: PutEntry[] = []
  for (const portion of divide(await measure(place, await listOwn(code)))) {
    for (const { file, content } of await readContents(place, portion)) {
      const text = redact(content, file.path, redactor)
      if (text === undefined) continue
      replaced.push({ path: file.path, mode: file.mode, object: await writeObject(place, text) })
      files.push(describe(file, content, prefix))
    }
    // The streams of the command want their turn.
    await setImmediate()
  }
  const inner = await Promise.all(
    code.inner.map(async (one) => {
      if (one.code === undefined) return one
      const redacted = await redactTree(one.code, `${prefix}${one.path}/`)
      files.push(...redacted.files)
      return { ...one, code: redacted.code }
    }),
  )
  if (replaced.length === 0) return { code: { ...code, inner }, files }
  const index = createIndexWriter(place, { entries: [], inner: [] })
  await index.put(replaced)
  return { code: { ...code, inner, taken: { ...code.taken, tree: await index.write() } }, files }
}

interface OwnFile {
  readonly path: RawPath
  readonly mode: string
  readonly object: string
}

/** Files of the tree that the commit does not have like that. */
async function listOwn({ repository, shadow, taken }: TakenCode): Promise<OwnFile[]> {
  if (repository.head?.tree === taken.tree) return []
  const empty = ['hash-object', '-t', 'tree', '--stdin', '-w']
  const from = repository.head?.tree ?? (await runGit(shadow.place, empty, { stdin: new Uint8Array() })).stdout.toString().trim()
  const args = ['diff-tree', '-r', '-z', '--raw', '--no-abbrev', '--no-renames', from, taken.tree]
  const { code, stdout, stderr } = await runGit(shadow.place, args)
  if (code !== 0) throw new Error(stderr)
  const parts = splitNul(stdout)
  const files: OwnFile[] = []
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [, mode = '', , object = '', status] = (parts[at] ?? '').split(' ')
    if (status !== 'D' && mode.startsWith('100')) files.push({ path: parts[at + 1] ?? '', mode, object })
  }
  return files
}

interface MeasuredFile extends OwnFile {
  readonly size: number
}

/** With their sizes, those that are to be searched. */
async function measure(place: ShadowPlace, files: readonly OwnFile[]): Promise<MeasuredFile[]> {
  if (files.length === 0) return []
  const { stdout } = await runGit(place, ['cat-file', '--batch-check=%(objectsize)'], { stdin: toStdin(files) })
  const sizes = stdout.toString().split('\n').map(Number)
  return files.flatMap((file, index) => {
    const size = sizes[index] ?? Number.NaN
    return size <= SEARCHED ? [{ ...file, size }] : []
  })
}

function divide(files: readonly MeasuredFile[]): MeasuredFile[][] {
  const portions: MeasuredFile[][] = []
  let total = Infinity
  for (const file of files) {
    if (total + file.size > PORTION) {
      portions.push([])
      total = 0
    }
    portions.at(-1)?.push(file)
    total += file.size
  }
  return portions
}

async function readContents(
  place: ShadowPlace,
  files: readonly MeasuredFile[],
): Promise<{ readonly file: MeasuredFile; readonly content: Buffer }[]> {
  const { code, stdout, stderr } = await runGit(place, ['cat-file', '--batch'], { stdin: toStdin(files) })
  if (code !== 0) throw new Error(stderr)
  let at = 0
  return files.map((file) => {
    const start = stdout.indexOf(10, at) + 1
    at = start + file.size + 1
    return { file, content: stdout.subarray(start, start + file.size) }
  })
}

function toStdin(files: readonly OwnFile[]): Buffer {
  return Buffer.from(files.map(({ object }) => `${object}\n`).join(''))
}

/** The text without its secrets; nothing where it has none, or is no text. */
function redact(content: Buffer, path: RawPath, redactor: Redactor): Buffer | undefined {
  if (content.subarray(0, PROBE).includes(0)) return undefined
  const { text, secrets } = redactor.file(content.toString('latin1'), path)
  return secrets.length === 0 ? undefined : Buffer.from(text, 'latin1')
}

async function writeObject(place: ShadowPlace, content: Buffer): Promise<string> {
  const { code, stdout, stderr } = await runGit(place, ['hash-object', '-w', '--no-filters', '--stdin'], { stdin: content })
  if (code !== 0) throw new Error(stderr)
  return stdout.toString().trim()
}

function describe({ path, mode, size }: MeasuredFile, content: Buffer, prefix: string): RecordedFile {
  return {
    path: prefix + toShownPath(path),
    kind: 'FILE',
    size,
    sha256: createHash('sha256').update(content).digest('hex'),
    executable: mode === '100755',
    known_by: 'SCAN',
    not_kept: 'It holds what looks like a secret: the tree has it without.',
  }
}
