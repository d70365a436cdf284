import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import type { PartUploads, UploadedPart } from '../../artifact-store.ts'
import { toRepriseFileError } from './file-error.ts'
import { type Places, writeAtomically, writeSynced } from './write.ts'

const uploadIdPattern = /^[0-9a-f-]{36}$/
const MOST_PARTS = 10_000

/** Parts are files named by number and etag in a folder per upload, until they are joined. */
export function createUploads(places: Places): PartUploads {
  return {
    create: async () => {
      const uploadId = randomUUID()
      await mkdir(join(places.staging, uploadId)).catch((error: unknown) => {
        throw toRepriseFileError(error, 'No upload can be begun')
      })
      return uploadId
    },
    putPart: (uploadId, part, body) => putPart(places, { uploadId, part }, body),
    complete: async (uploadId, path, parts) => {
      const folder = await openUpload(places, uploadId)
      const files = await Promise.all(parts.map((part) => findPart(folder, part)))
      await writeAtomically(places, path, concatenate(files))
      await rm(folder, { recursive: true, force: true })
    },
    abort: async (uploadId) => rm(await openUpload(places, uploadId), { recursive: true, force: true }),
  }
}

async function putPart(places: Places, { uploadId, part }: { uploadId: string; part: number }, body: AsyncIterable<Uint8Array>) {
  if (!Number.isInteger(part) || part < 1 || part > MOST_PARTS) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `Part numbers go from 1 to ${MOST_PARTS}, not ${part}.`)
  }
  const folder = await openUpload(places, uploadId)
  const temporary = join(folder, `incoming-${randomUUID()}`)
  const hash = createHash('md5')
  try {
    await writeSynced(temporary, hashed(body, hash))
    const etag = hash.digest('hex')
    await rename(temporary, join(folder, partName({ part, etag })))
    return etag
  } catch (error) {
    await rm(temporary, { force: true })
    throw toRepriseFileError(error, `Part ${part} can not be written`)
  }
}

async function openUpload(places: Places, uploadId: string): Promise<string> {
  const folder = join(places.staging, uploadId)
  const known = uploadIdPattern.test(uploadId) && (await exists(folder))
  if (!known) throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `There is no upload ${JSON.stringify(uploadId)}.`)
  return folder
}

async function findPart(folder: string, part: UploadedPart): Promise<string> {
  const file = join(folder, partName(part))
  if (await exists(file)) return file
  throw new RepriseError('INVALID_PARAMETER_VALUE', `Part ${part.part} with etag ${part.etag} was not uploaded.`)
}

function partName({ part, etag }: UploadedPart): string {
  return `part-${part}-${etag.replace(/[^0-9a-f]/gi, '')}`
}

async function* hashed(body: AsyncIterable<Uint8Array>, hash: { update(chunk: Uint8Array): unknown }): AsyncIterable<Uint8Array> {
  for await (const chunk of body) {
    hash.update(chunk)
    yield chunk
  }
}

async function* concatenate(files: readonly string[]): AsyncIterable<Uint8Array> {
  for (const file of files) for await (const chunk of createReadStream(file)) yield chunk as Uint8Array
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
