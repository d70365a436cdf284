import { DeleteObjectsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { RepriseError } from '@reprise/protocol'
import type { BucketListing } from './bucket.ts'
import type { Connection } from './connection.ts'

const MOST_DELETED = 1_000

interface ListOptions {
  readonly folders?: boolean
  readonly pageSize?: number
}

/** Keys that do not fit in XML are asked for encoded. */
export async function* listObjects(connection: Connection, prefix: string, options: ListOptions = {}): AsyncGenerator<BucketListing> {
  const { client, place, keyOf, attempt } = connection
  const skipped = place.prefix === '' ? 0 : place.prefix.length + 1
  for (let token: string | undefined; ;) {
    const command = new ListObjectsV2Command({
      Bucket: place.bucket,
      Prefix: keyOf(prefix),
      EncodingType: 'url',
      ...(options.folders === true ? { Delimiter: '/' } : {}),
      ...(options.pageSize === undefined ? {} : { MaxKeys: options.pageSize }),
      ...(token === undefined ? {} : { ContinuationToken: token }),
    })
    const answer = await attempt(`${connection.url} can not be listed`, client.send(command))
    const name = answer.EncodingType === 'url' ? decodeKey : (key: string): string => key
    yield {
      objects: (answer.Contents ?? []).map(({ Key = '', Size = 0 }) => ({ key: name(Key).slice(skipped), size: Size })),
      folders: (answer.CommonPrefixes ?? []).map(({ Prefix = '' }) => name(Prefix).slice(skipped)),
    }
    token = answer.IsTruncated === true ? answer.NextContinuationToken : undefined
    if (token === undefined) return
  }
}

export async function deleteObjects(connection: Connection, keys: readonly string[]): Promise<void> {
  const { client, place, keyOf, attempt } = connection
  for (let at = 0; at < keys.length; at += MOST_DELETED) {
    const Objects = keys.slice(at, at + MOST_DELETED).map((key) => ({ Key: keyOf(key) }))
    const command = new DeleteObjectsCommand({ Bucket: place.bucket, Delete: { Objects, Quiet: true } })
    const { Errors: errors = [] } = await attempt(`${keys[at]} can not be deleted`, client.send(command))
    const [failed] = errors.filter(({ Code }) => Code !== 'NoSuchKey')
    if (failed !== undefined) {
      const code = failed.Code === 'AccessDenied' ? 'PERMISSION_DENIED' : 'INTERNAL_ERROR'
      throw new RepriseError(
        code,
        `${failed.Key ?? keys[at]} can not be deleted: ${failed.Message ?? failed.Code ?? 'no reason was given'}.`,
      )
    }
  }
}

function decodeKey(key: string): string {
  return decodeURIComponent(key.replaceAll('+', ' '))
}
