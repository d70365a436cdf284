import { createHash } from 'node:crypto'

/** A line of a RECORD: a file that was installed. */
export interface RecordLine {
  /** Relative to the folder of packages. */
  readonly path: string
  /** sha256, base64url without padding; absent for files that are made later. */
  readonly sha256?: string
  readonly size?: number
}

/** Reads RECORD as the standard on recording installed projects has it: CSV of path, hash and size. */
export function parseRecordFile(text: string): RecordLine[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, quoted, plain, hash = '', size = ''] = /^(?:"((?:[^"]|"")*)"|([^,]*)),([^,]*),([^,]*)$/.exec(line) ?? []
    const path = quoted?.replaceAll('""', '"') ?? plain
    if (path === undefined || path === '') return []
    const sha256 = /^sha256=(.+)$/.exec(hash)?.[1]
    return [{ path, ...(sha256 === undefined ? {} : { sha256 }), ...(size === '' ? {} : { size: Number(size) }) }]
  })
}

const notOfThePackage = /(?:^\.\.\/)|\.dist-info\/(?:INSTALLER|REQUESTED|RECORD|direct_url\.json|uv_(?:cache|build)\.json)$/

/**
 * Digest over what was installed. Programs in `bin` hold the path of the environment, and some files tell who installed it: without them,
 * the same package has the same fingerprint on every machine.
 */
export function fingerprint(lines: readonly RecordLine[]): string | undefined {
  const own = lines.filter(({ path, sha256 }) => sha256 !== undefined && !notOfThePackage.test(path))
  if (own.length === 0) return undefined
  const hash = createHash('sha256')
  for (const line of own.map(({ path, sha256 }) => `${path}\0${sha256 ?? ''}\n`).toSorted()) hash.update(line)
  return hash.digest('hex')
}
