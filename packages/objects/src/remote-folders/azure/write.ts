import { readFile } from 'node:fs/promises'
import { toLocalError } from '../local-error.ts'
import type { FileToSend } from '../remote-folder.ts'
import { assertMd5, assertMd5OfFile } from '../assert-md5.ts'
import type { Azure } from './connect.ts'
import { toAzureError } from './errors.ts'

/** Bytes up to which a file is sent in one request. */
const WHOLE = 8 * 1024 * 1024
const BLOCK = 8 * 1024 * 1024
/** A blob has at most 50,000 blocks. */
const MOST_BLOCKS = 45_000
const AT_ONCE = 4

/** One request with the digest, which the service checks; larger files in blocks, which become the blob in one step. */
export async function writeBlob({ container, nameOf }: Azure, path: string, { file, size, md5 }: FileToSend): Promise<void> {
  const blob = container.getBlockBlobClient(nameOf(path))
  const digest = md5 === undefined ? undefined : new Uint8Array(Buffer.from(md5, 'hex'))
  const blobHTTPHeaders = { blobContentType: 'application/octet-stream', ...(digest === undefined ? {} : { blobContentMD5: digest }) }
  if (size <= WHOLE) {
    const bytes = await readFile(file).catch((error: unknown) => {
      throw toLocalError(error, file)
    })
    assertMd5(bytes, { md5, file })
    await attempt(path, blob.upload(bytes, bytes.length, { blobHTTPHeaders }))
    return
  }
  await assertMd5OfFile({ md5, file })
  const blockSize = Math.max(BLOCK, Math.ceil(size / MOST_BLOCKS))
  await attempt(path, blob.uploadFile(file, { blockSize, maxSingleShotSize: WHOLE, concurrency: AT_ONCE, blobHTTPHeaders }))
}

async function attempt<T>(path: string, work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw toAzureError(error, `${path} can not be written`)
  })
}
