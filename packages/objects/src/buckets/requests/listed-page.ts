import { decodeKey } from './decode-key.ts'
import type { ListedPage } from './object-requests.ts'

/** Reads the answer to ListObjectsV2. Throws for what is none. */
export function parseListedPage(text: string): ListedPage {
  if (!/<ListBucketResult[\s>]/.test(text.slice(0, 1_000))) throw new Error('the service answered no listing')
  const bare = text.includes('<![CDATA[') ? text.replace(/<!\[CDATA\[(.*?)\]\]>/gs, (_, inner: string) => encodeText(inner)) : text
  const { own, contents, prefixes } = takeApart(bare)
  const name = valueOf(own, 'EncodingType') === 'url' ? decodeKey : (key: string): string => key
  return {
    objects: contents.map((part) => ({ key: name(valueOf(part, 'Key') ?? ''), size: Number(valueOf(part, 'Size') ?? 0) })),
    folders: prefixes.map((part) => name(valueOf(part, 'Prefix') ?? '')),
    next: valueOf(own, 'IsTruncated') === 'true' ? valueOf(own, 'NextContinuationToken') : undefined,
  }
}

/** The keys, the folders, and the rest: what is said of the whole stands before the keys with some services and after them with others. */
function takeApart(text: string) {
  const contents: string[] = []
  const prefixes: string[] = []
  let [own, at] = ['', 0]
  let [object, folder] = [text.indexOf('<Contents>'), text.indexOf('<CommonPrefixes>')]
  while (object >= 0 || folder >= 0) {
    const isObject = object >= 0 && (folder < 0 || object < folder)
    const name = isObject ? 'Contents' : 'CommonPrefixes'
    const from = isObject ? object : folder
    const to = text.indexOf(`</${name}>`, from)
    if (to < 0) throw new Error('the listing of the service breaks off')
    if (from > at) own += text.slice(at, from)
    ;(isObject ? contents : prefixes).push(text.slice(from + name.length + 2, to))
    at = to + name.length + 3
    if (isObject) object = text.indexOf('<Contents>', at)
    else folder = text.indexOf('<CommonPrefixes>', at)
  }
  return { own: own + text.slice(at), contents, prefixes }
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
