import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  type CompletedPart,
  CreateMultipartUploadCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import type { ObjectHead } from './bucket.ts'
import { isMissingObject, isOtherObject } from './bucket-error.ts'
import type { Connection } from './connection.ts'
import { copySource } from './copy-source.ts'

const PART = 1024 ** 3

/** What is too large to be copied in one request. False when the object is not there any more, or another; then nothing is left. */
export async function copyInParts(
  connection: Connection,
  { from, to, head: { etag, size } }: { from: string; to: string; head: Pick<ObjectHead, 'etag' | 'size'> },
): Promise<boolean> {
  const { place, keyOf, attempt } = connection
  const target = { Bucket: place.bucket, Key: keyOf(to) }
  const work = async (): Promise<boolean> => {
    const { client, write } = await connection.sdk()
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...target, ...write }))
    try {
      const parts: CompletedPart[] = []
      for (let start = 0; start < size; start += PART) {
        const range = `bytes=${start}-${Math.min(start + PART, size) - 1}`
        const source = { CopySource: copySource(connection, from), CopySourceIfMatch: etag, CopySourceRange: range }
        const PartNumber = parts.length + 1
        const { CopyPartResult } = await client.send(new UploadPartCopyCommand({ ...target, ...source, UploadId, PartNumber }))
        parts.push({ PartNumber, ETag: CopyPartResult?.ETag })
      }
      await client.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts: parts } }))
      return true
    } catch (error) {
      await client.send(new AbortMultipartUploadCommand({ ...target, UploadId }))
      if (isMissingObject(error) || isOtherObject(error)) return false
      throw error
    }
  }
  return attempt(`${to} can not be written`, work)
}
