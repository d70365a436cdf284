import { createHash } from 'node:crypto'
import type { Bucket, ObjectHead } from '../../buckets/index.ts'

export interface Copy {
  readonly from: string
  readonly to: string
  readonly sha256: string
}

/** Has the service copy an object whose digest it knows, else one that is read first; in both cases only while it is still the same one. */
export async function copyFile(bucket: Bucket, { from, to, sha256 }: Copy): Promise<boolean> {
  const head = await bucket.head(from)
  if (head === undefined || (head.sha256 ?? (await digestOf(bucket, from, head))) !== sha256) return false
  return bucket.copy(from, to, head)
}

async function digestOf(bucket: Bucket, path: string, { etag }: ObjectHead): Promise<string | undefined> {
  const object = await bucket.open(path, { etag })
  if (object === undefined) return undefined
  const hash = createHash('sha256')
  for await (const chunk of object.read()) hash.update(chunk as Uint8Array)
  return hash.digest('hex')
}
