import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { assertArtifactPath } from '@reprise/objects'
import type { RecordedFile } from '@reprise/protocol'
import { isSecretFile, type Redactor } from '../secrets/index.ts'

/** A file that becomes an artifact of the run. */
export interface FileToKeep {
  readonly artifact: string
  /** Where it is now. */
  readonly file: string
  readonly sha256: string
  readonly size: number
}

/** A file of the record, and where its bytes are now; undefined when they are gone. */
export interface FoundFile {
  readonly record: RecordedFile
  readonly file: string | undefined
}

export interface KeepLimits {
  readonly keptFile: number
  readonly keptTotal: number
}

/** Files of one kind that are kept with a run. */
const MOST_KEPT = 1_000
/** Larger files are not searched for secrets, which do not come in such masses. */
const SEARCHED = 4 * 1024 * 1024
/** Bytes in which a file without text shows that it is none. */
const PROBE = 8 * 1024

/** Decides which files are kept under `folder`, the small ones first, and says of the others why not. */
export async function planKept(
  files: readonly FoundFile[],
  folder: string,
  { keptFile, keptTotal, redactor }: KeepLimits & { readonly redactor: Redactor },
): Promise<{ records: RecordedFile[]; kept: FileToKeep[] }> {
  const kept: FileToKeep[] = []
  const records = new Map<FoundFile, RecordedFile>()
  let total = 0
  for (const found of files.toSorted((a, b) => (a.record.size ?? 0) - (b.record.size ?? 0))) {
    const { record, file } = found
    const { sha256, size = 0 } = record
    records.set(found, record)
    if (record.kind !== 'FILE' || sha256 === undefined || file === undefined || record.not_kept !== undefined) continue
    const reason =
      kept.length >= MOST_KEPT
        ? `More than ${MOST_KEPT} files are not kept.`
        : size > keptFile
          ? `It is larger than ${keptFile} bytes.`
          : total + size > keptTotal
            ? `All together are larger than ${keptTotal} bytes.`
            : await findSecret(record.path, file, size, redactor)
    if (reason === undefined) {
      const artifact = toArtifactPath(folder, record.path)
      total += size
      kept.push({ artifact, file, sha256, size })
      records.set(found, { ...record, kept: artifact })
    } else records.set(found, { ...record, not_kept: reason })
  }
  return { records: files.map((found) => records.get(found) ?? found.record), kept }
}

async function findSecret(path: string, file: string, size: number, redactor: Redactor): Promise<string | undefined> {
  if (isSecretFile(path)) return 'It is a file for secrets.'
  if (path.startsWith(`${homedir()}/.`)) return 'It is a hidden file of the home folder.'
  if (size > SEARCHED) return undefined
  const bytes = await readFile(file).catch(() => undefined)
  if (bytes === undefined) return 'It could not be read again.'
  if (bytes.subarray(0, PROBE).includes(0)) return undefined
  return redactor.file(bytes.toString('latin1'), path).secrets.length > 0 ? 'It holds what looks like a secret.' : undefined
}

/** The same path below `folder`, where that is one; a name of its own for others. */
function toArtifactPath(folder: string, path: string): string {
  const artifact = `${folder}/${path.startsWith('/') ? `absolute${path}` : path}`
  try {
    if (artifact.includes('%')) throw new Error('It could be taken for an encoded one.')
    assertArtifactPath(artifact)
    return artifact
  } catch {
    const name = createHash('sha256').update(path).digest('hex')
    return `${folder}/renamed/${name}`
  }
}
