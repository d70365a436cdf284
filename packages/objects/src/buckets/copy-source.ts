import type { Connection } from './connection.ts'

/** A key as another request names it. */
export function copySource({ place, keyOf }: Connection, key: string): string {
  return `${place.bucket}/${keyOf(key)}`.split('/').map(encodeURIComponent).join('/')
}
