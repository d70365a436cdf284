import type { RemoteFile } from '../remote-folder.ts'
import type { Gs } from './connect.ts'
import { toGsError } from './errors.ts'

const PAGE = 1_000

export async function* listObjects({ bucket, nameOf, url }: Gs, prefix: string): AsyncGenerator<readonly RemoteFile[]> {
  const skipped = nameOf('').length
  for (let pageToken: string | undefined; ;) {
    const asked = bucket.getFiles({
      prefix: nameOf(prefix),
      maxResults: PAGE,
      autoPaginate: false,
      ...(pageToken === undefined ? {} : { pageToken }),
    })
    const [files, next] = await asked.catch((error: unknown) => {
      throw toGsError(error, { what: `${url} can not be listed`, bucket: bucket.name })
    })
    const page = files.map(({ name, metadata: { size = 0, etag } }) => ({ path: name.slice(skipped), size: Number(size), etag }))
    if (page.length > 0) yield page
    pageToken = (next as { pageToken?: string } | null)?.pageToken
    if (pageToken === undefined) return
  }
}
