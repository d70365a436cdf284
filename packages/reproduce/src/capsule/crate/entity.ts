/** An entity of a crate, in JSON-LD; what is undefined is not written. */
export type Entity = Readonly<Record<string, unknown>>
export type Reference = Readonly<{ '@id': string }>

/** A member of the archive, as a crate names it: a relative URI. */
export function refer(path: string): Reference {
  return { '@id': encodePath(path) }
}

export function referTo({ '@id': id }: Reference): Reference {
  return { '@id': id }
}

export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}

/** Each id once, where it came first. */
export function uniqueById<T extends Reference>(entities: readonly T[]): T[] {
  return [...new Map(entities.map((entity) => [entity['@id'], entity])).values()]
}

/** RO-Crate writes one value as itself, not as a list of one, and none not at all. */
export function compact<T>(values: readonly T[]): T | readonly T[] | undefined {
  return values.length > 1 ? values : values[0]
}

/** Milliseconds since 1970 as a time with its offset; undefined for no time. */
export function toTime(time: number | bigint | undefined): string | undefined {
  const date = new Date(Number(time ?? Number.NaN))
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace('Z', '+00:00')
}
