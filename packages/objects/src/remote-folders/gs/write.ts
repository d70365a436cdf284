import { readFile } from 'node:fs/promises'
import { assertMd5, assertMd5OfFile } from '../assert-md5.ts'
import { toLocalError } from '../local-error.ts'
import type { FileToSend } from '../remote-folder.ts'
import type { Gs } from './connect.ts'
import { toGsError } from './errors.ts'

/** Bytes up to which a file is sent in one request. */
const WHOLE = 8 * 1024 * 1024

/** One request, or one upload that can be resumed; the service refuses what is not what the digest says, and shows an object only when it is whole. */
export async function writeObject({ bucket, nameOf }: Gs, path: string, { file, size, md5 }: FileToSend): Promise<void> {
  const metadata = {
    contentType: 'application/octet-stream',
    ...(md5 === undefined ? {} : { md5Hash: Buffer.from(md5, 'hex').toString('base64') }),
  }
  const attempt = async <T>(work: Promise<T>): Promise<void> => {
    await work.catch((error: unknown) => {
      throw toGsError(error, { what: `${path} can not be written`, bucket: bucket.name })
    })
  }
  if (size > WHOLE) {
    await assertMd5OfFile({ md5, file })
    return attempt(bucket.upload(file, { destination: nameOf(path), resumable: true, validation: false, metadata }))
  }
  const bytes = await readFile(file).catch((error: unknown) => {
    throw toLocalError(error, file)
  })
  assertMd5(bytes, { md5, file })
  return attempt(bucket.file(nameOf(path)).save(bytes, { resumable: false, validation: false, metadata }))
}
