/** A page of ListObjectsV2. */
export interface ListingPage {
  readonly objects: readonly { readonly key: string; readonly size: number }[]
  /** Folders, with their slash at the end. */
  readonly prefixes: readonly string[]
  /** Undefined on the last page. */
  readonly next: string | undefined
}

/** Reads the answer to a listing with `encoding-type=url`, so that keys have no signs in it that XML has not; services that can not encode say so by silence. */
export function readListing(xml: string): ListingPage {
  const decodeKey = textOf(xml, 'EncodingType') === 'url' ? decodeUrl : (text: string): string => text
  const objects = [...xml.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)].map(([, entry = '']) => ({
    key: decodeKey(textOf(entry, 'Key')),
    size: Number(textOf(entry, 'Size')),
  }))
  const prefixes = [...xml.matchAll(/<CommonPrefixes>([\s\S]*?)<\/CommonPrefixes>/g)].map(([, entry = '']) =>
    decodeKey(textOf(entry, 'Prefix')),
  )
  const next = textOf(xml, 'NextContinuationToken')
  return { objects, prefixes, next: next === '' ? undefined : next }
}

/** The text of the first element of this name, empty where there is none. */
export function textOf(xml: string, name: string): string {
  const text = new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(xml)?.[1] ?? ''
  return text.replace(/&(amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);/gi, (_whole, entity: string) => decodeEntity(entity))
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decodeEntity(entity: string): string {
  if (!entity.startsWith('#')) return entities[entity] ?? ''
  const code = /^#x/i.test(entity) ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1))
  return String.fromCodePoint(code)
}

function decodeUrl(text: string): string {
  return decodeURIComponent(text.replace(/\+/g, ' '))
}
