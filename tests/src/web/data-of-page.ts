import { gunzipSync } from 'node:zlib'

/** The data of a page that shows runs without a server, as JSON; '' where it has none. */
export function dataOfPage(page: string): string {
  const data = /id="still">([^<]+)</.exec(page)?.[1]
  return data === undefined ? '' : gunzipSync(Buffer.from(data, 'base64')).toString('utf8')
}
