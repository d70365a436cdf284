import { RepriseError } from '@reprise/protocol/errors'
import type { BucketListing } from './bucket.ts'
import type { Connection } from './connection.ts'

const MOST_DELETED = 1_000

interface ListOptions {
  readonly folders?: boolean
  readonly pageSize?: number
}

export async function* listObjects(connection: Connection, prefix: string, options: ListOptions = {}): AsyncGenerator<BucketListing> {
  const { place, keyOf, attempt } = connection
  const skipped = place.prefix === '' ? 0 : place.prefix.length + 1
  const { folders: isFolded = false, pageSize } = options
  for (let token: string | undefined; ;) {
    const wanted = { prefix: keyOf(prefix), isFolded, pageSize, token }
    const page = await attempt(`${connection.url} can not be listed`, async () => (await connection.requests()).page(wanted))
    yield {
      objects: page.objects.map(({ key, size }) => ({ key: key.slice(skipped), size })),
      folders: page.folders.map((folder) => folder.slice(skipped)),
    }
    token = page.next
    if (token === undefined) return
  }
}

export async function deleteObjects(connection: Connection, keys: readonly string[]): Promise<void> {
  const { place, keyOf, attempt } = connection
  const { DeleteObjectsCommand } = await import('@aws-sdk/client-s3')
  for (let at = 0; at < keys.length; at += MOST_DELETED) {
    const Objects = keys.slice(at, at + MOST_DELETED).map((key) => ({ Key: keyOf(key) }))
    const command = new DeleteObjectsCommand({ Bucket: place.bucket, Delete: { Objects, Quiet: true } })
    const { Errors: errors = [] } = await attempt(`${keys[at]} can not be deleted`, async () =>
      (await connection.sdk()).client.send(command),
    )
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
