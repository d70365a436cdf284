import { CopyObjectCommand } from '@aws-sdk/client-s3'
import type { ObjectHead } from './bucket.ts'
import { isMissingObject, isOtherObject } from './bucket-error.ts'
import type { Connection } from './connection.ts'
import { copyInParts } from './copy-in-parts.ts'
import { copySource } from './copy-source.ts'

/** The largest object that services copy in one request. */
const LARGEST_COPY = 5 * 1024 ** 3

/** False when the object is not there any more, or another. */
export async function copyObject(
  connection: Connection,
  { from, to, head }: { from: string; to: string; head: Pick<ObjectHead, 'etag' | 'size'> },
) {
  if (from === to) return true
  if (head.size > LARGEST_COPY) return copyInParts(connection, { from, to, head })
  const { place, keyOf, attempt } = connection
  return attempt(`${to} can not be written`, async () => {
    const { client, write } = await connection.sdk()
    const CopySource = copySource(connection, from)
    const command = new CopyObjectCommand({ ...write, Bucket: place.bucket, Key: keyOf(to), CopySource, CopySourceIfMatch: head.etag })
    return client.send(command).then(
      () => true,
      (error: unknown) => {
        if (isMissingObject(error) || isOtherObject(error)) return false
        throw error
      },
    )
  })
}
