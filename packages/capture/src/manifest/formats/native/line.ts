import type { ManifestEntry, ManifestProblem } from '../../entry.ts'
import type { JsonReader } from '../json-reader.ts'
import { parseMode, printMode } from '../print-values.ts'

/** In a differential manifest: what the parent has at this path is gone. */
export interface Removed {
  readonly type: 'removed'
  readonly path: string
}

export type Line = ManifestEntry | ManifestProblem | Removed

/** One line, without its end. */
export function printLine(line: Line): string {
  if (line.type !== 'file') {
    const { path, ...rest } = line
    return JSON.stringify({ path, ...rest })
  }
  const { type, path, size, isExecutable, hashes, modifiedAt, mode } = line
  return JSON.stringify({
    path,
    type,
    size_bytes: size,
    executable: isExecutable === true ? true : undefined,
    hashes,
    modified_at: modifiedAt,
    permissions: mode === undefined ? undefined : printMode(mode),
  })
}

export function readLine(reader: JsonReader): Line {
  const type = reader.text('type')
  const path = reader.path('path')
  switch (type) {
    case 'file': {
      const hashes = reader.hashes('hashes')
      if (hashes.sha256 === undefined) throw reader.error('hashes has no sha256')
      return {
        type,
        path,
        size: reader.count('size_bytes'),
        isExecutable: reader.raw('executable') === true,
        hashes,
        modifiedAt: reader.has('modified_at') ? reader.time('modified_at') : undefined,
        mode: reader.has('permissions') ? parseMode(reader.text('permissions')) : undefined,
      }
    }
    case 'link':
      return { type, path, target: reader.escaped('target') }
    case 'unreadable':
    case 'changed':
    case 'special':
      return { type, path, reason: reader.text('reason') }
    case 'removed':
      return { type, path }
    default:
      throw reader.error(`type is ${JSON.stringify(type.slice(0, 40))}, which this program does not know`)
  }
}
