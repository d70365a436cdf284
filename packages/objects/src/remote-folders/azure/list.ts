import type { RemoteFile } from '../remote-folder.ts'
import type { Azure } from './connect.ts'
import { toAzureError } from './errors.ts'
import { unquote } from './read.ts'

export async function* listBlobs({ container, nameOf, url }: Azure, prefix: string): AsyncGenerator<readonly RemoteFile[]> {
  const skipped = nameOf('').length
  try {
    for await (const { segment } of container.listBlobsFlat({ prefix: nameOf(prefix) }).byPage()) {
      // Accounts with folders of their own list these, too.
      const files = segment.blobItems.filter(({ metadata }) => metadata?.['hdi_isfolder'] !== 'true')
      const page = files.map(({ name, properties: { contentLength: size = 0, etag } }) => ({
        path: name.slice(skipped),
        size,
        etag: unquote(etag),
      }))
      if (page.length > 0) yield page
    }
  } catch (error) {
    throw toAzureError(error, `${url} can not be listed`)
  }
}
