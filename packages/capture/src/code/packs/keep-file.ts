import { createHash } from 'node:crypto'
import { constants, createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { RecordedFile } from '@reprise/protocol'
import type { LeftOut } from '../tree/left-out.ts'
import { toFile } from '../tree/paths.ts'
import type { LocalArtifact } from '../snapshot.ts'
import { describeLeftOut } from './describe-left-out.ts'

interface KeepRequest {
  readonly root: string
  /** Before the path of files of an inner repository. */
  readonly prefix: string
  readonly folder: string
  /** Bytes up to which a file is kept. */
  readonly limit: number
}

/** A file as it is recorded, and as an artifact where it is kept. */
export interface KeptLeftOut {
  readonly file: RecordedFile
  readonly artifact?: LocalArtifact
  /** Whether it has other bytes than what is committed; unknown where it is not committed. */
  readonly isChanged: boolean
}

/** Hashes a file that is not in the tree, and keeps a copy if it may be kept. Never rejects. */
export async function keepLeftOut(leftOut: LeftOut, request: KeepRequest): Promise<KeptLeftOut> {
  const { not_kept: _, ...recorded } = describeLeftOut(leftOut, request.prefix)
  try {
    return await read(leftOut, recorded, request)
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return { file: { ...recorded, not_kept: `It could not be read: ${why}.` }, isChanged: true }
  }
}

async function read(leftOut: LeftOut, recorded: RecordedFile, request: KeepRequest): Promise<KeptLeftOut> {
  const mayKeep = leftOut.why === 'large' && leftOut.size <= request.limit
  const copy = join(request.folder, `copy-${createHash('sha256').update(leftOut.path).digest('hex')}`)
  const handle = await open(toFile(request.root, leftOut.path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const before = await handle.stat()
    const sha256 = createHash('sha256')
    const blob = leftOut.committed === undefined ? undefined : createHash(leftOut.committed.length === 64 ? 'sha256' : 'sha1')
    blob?.update(`blob ${before.size}\0`)
    const source = createReadStream('', { fd: handle, autoClose: false })
    source.on('data', (bytes) => {
      sha256.update(bytes)
      blob?.update(bytes)
    })
    if (mayKeep) await pipeline(source, createWriteStream(copy))
    else await new Promise((resolve, reject) => source.on('end', resolve).on('error', reject))
    const after = await handle.stat()
    const isSteady = before.mtimeMs === leftOut.modifiedAt && after.mtimeMs === leftOut.modifiedAt && after.size === leftOut.size
    const digest = sha256.digest('hex')
    const isChanged = blob === undefined || blob.digest('hex') !== leftOut.committed
    const file = { ...recorded, sha256: digest }
    if (!isSteady) return { file: { ...recorded, not_kept: 'It changed after the start, before it was read.' }, isChanged: true }
    if (!mayKeep) return { file: { ...file, not_kept: reasonOf(leftOut, request.limit) }, isChanged }
    const artifact = `reprise/code/files/${digest}`
    await mkdir(join(request.folder, 'files'), { recursive: true })
    await rename(copy, join(request.folder, 'files', digest))
    return { file: { ...file, kept: artifact }, artifact: { artifact, file: join(request.folder, 'files', digest) }, isChanged }
  } finally {
    await handle.close()
    await rm(copy, { force: true })
  }
}

function reasonOf({ why, size }: LeftOut, limit: number): string {
  switch (why) {
    case 'secret':
      return 'By its name it holds secrets.'
    case 'unreadable':
      return 'It could not be read at the start.'
    case 'large':
      return `It has ${size} bytes, more than ${limit}.`
  }
}
