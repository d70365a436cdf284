import { decodeKey } from './decode-key.ts'
import type { ListedPage } from './object-requests.ts'

/** Reads the answer to ListObjectsV2. Throws for what is none. */
export function parseListedPage(text: string): ListedPage {
  if (!/<ListBucketResult[\s>]/.test(text.slice(0, 1_000))) throw new Error('the service answered no listing')
  const bare = text.includes('<![CDATA[') ? text.replace(/<!\[CDATA\[(.*?)\]\]>/gs, (_, inner: string) => encodeText(inner)) : text
  const end = bare.search(/<(?:Contents|CommonPrefixes)>/)
  // What is said of the whole stands before the keys with some services and after them with others.
  const own = bare.replace(/<(Contents|CommonPrefixes)>.*?<\/\1>/gs, '')
  const name = valueOf(own, 'EncodingType') === 'url' ? decodeKey : (key: string): string => key
  const objects: { key: string; size: number }[] = []
  const folders: string[] = []
  if (end >= 0) {
    for (const part of partsOf(bare, 'Contents'))
      objects.push({ key: name(valueOf(part, 'Key') ?? ''), size: Number(valueOf(part, 'Size') ?? 0) })
    for (const part of partsOf(bare, 'CommonPrefixes')) folders.push(name(valueOf(part, 'Prefix') ?? ''))
  }
  return { objects, folders, next: valueOf(own, 'IsTruncated') === 'true' ? valueOf(own, 'NextContinuationToken') : undefined }
}

function* partsOf(text: string, name: string): Generator<string> {
  const [open, close] = [`<${name}>`, `</${name}>`]
  for (let from = text.indexOf(open); from >= 0;) {
    const to = text.indexOf(close, from)
    if (to < 0) throw new Error('the listing of the service breaks off')
    yield text.slice(from + open.length, to)
    from = text.indexOf(open, to)
  }
}

function valueOf(text: string, name: string): string | undefined {
  const from = text.indexOf(`<${name}>`)
  if (from < 0) return undefined
  const to = text.indexOf(`</${name}>`, from)
  const value = to < 0 ? '' : text.slice(from + name.length + 2, to)
  return value.includes('&') ? decodeText(value) : value
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decodeText(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal))
    return entities[name ?? ''] ?? whole
  })
}

function encodeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
