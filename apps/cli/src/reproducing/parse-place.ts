import { resolve } from 'node:path'
import { InvalidArgumentError } from 'commander'

/** `https://host/data` as it is, a folder as an absolute path. */
export function parsePlace(text: string): string {
  if (text === '') throw new InvalidArgumentError('It is a folder, or an address such as https://host/data.')
  if (!/^[a-z][\w+.-]*:\/\//i.test(text)) return resolve(text)
  const url = URL.parse(text)
  if (url?.protocol === 'file:') return decodeURIComponent(url.pathname)
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') throw new InvalidArgumentError('Only folders and HTTP servers can be read.')
  return text
}
