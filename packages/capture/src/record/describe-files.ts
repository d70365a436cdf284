import { type BigIntStats, lstatSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { relative } from 'node:path'
import { hashFiles, type StatCache } from '@reprise/objects'
import type { RecordedFile } from '@reprise/protocol'
import { fileNameOf, isBelow } from '../tracing/index.ts'
import type { FoundFile } from './keep-plan.ts'

/** A file to describe, and where it is known from. */
export interface FileToDescribe {
  /** Absolute. */
  readonly path: string
  readonly knownBy: NonNullable<RecordedFile['known_by']>
  /** Where the bytes are that are meant, if not at `path`. */
  readonly copy?: string
  /** Nanoseconds since 1970: when what is meant was changed last, if the bytes are a copy. */
  readonly modified?: string
  /** It was not seen to be read: its name, size and time are what counts. */
  readonly isListed?: boolean
  /** Why the bytes that are there now are not those that are meant. */
  readonly lost?: string
}

export interface DescribeOptions {
  /** Of files that were only listed, no more bytes than these are hashed; default: all. */
  readonly listedBytes?: number
  /** Whether the MD5 is taken besides. */
  readonly takesMd5?: boolean | undefined
  /** What is known of files that have not changed; learns the rest. */
  readonly cache?: StatCache | undefined
}

/** Describes files and hashes their bytes. Those that are gone are left out. */
export async function describeFiles(
  files: readonly FileToDescribe[],
  root: string,
  { listedBytes = Infinity, takesMd5 = false, cache }: DescribeOptions = {},
): Promise<FoundFile[]> {
  const there = files.flatMap((file) => {
    const stats = statOrNothing(file.copy ?? file.path)
    return stats === undefined ? [] : [{ ...file, stats }]
  })
  let left = listedBytes
  const isWithin = ({ isListed, stats }: (typeof there)[number]): boolean => isListed !== true || (left -= Number(stats.size)) >= 0
  const toHash = there.filter((file) => file.stats.isFile() && file.lost === undefined && !hasOddName(file.path) && isWithin(file))
  const outcomes = await hashFiles(
    toHash.map(({ path, copy, stats }) => ({ path: copy ?? path, state: stats })),
    { algorithms: takesMd5 ? ['md5', 'sha256'] : ['sha256'], cache },
  )
  const digests = new Map(toHash.map(({ path }, index) => [path, outcomes[index]]))
  return there.map(({ path, copy, stats, knownBy, lost, modified: known, isListed }) => {
    const outcome = digests.get(path)
    // A copy is younger than what it is a copy of.
    const time = known ?? (copy === undefined ? String(stats.mtimeNs) : undefined)
    const modified = time === undefined ? {} : { modified_at: Number(BigInt(time) / 1_000_000n), modified_ns: time }
    const common = { path: toRecordedPath(path, root), ...modified, known_by: knownBy, ...(isListed === true ? { is_listed: true } : {}) }
    if (stats.isDirectory()) return { record: { path: common.path, kind: 'FOLDER', known_by: knownBy, is_listed: true }, file: undefined }
    if (stats.isSymbolicLink()) return { record: { ...common, ...describeLink(path) }, file: undefined }
    const isExecutable = (stats.mode & 0o100n) !== 0n
    const record = { ...common, kind: 'FILE' as const, size: Number(stats.size), ...(isExecutable ? { executable: true } : {}) }
    if (hasOddName(path) && stats.isFile() && lost === undefined) return describeOdd(path, record)
    if (outcome?.kind === 'hashed') {
      const { sha256 = '', md5 } = outcome.hashes
      return { record: { ...record, sha256, ...(md5 === undefined ? {} : { md5 }) }, file: copy ?? path }
    }
    if (outcome === undefined && isListed === true && lost === undefined) {
      return { record: { ...record, not_kept: 'It was not read, and is past the limit.' }, file: undefined }
    }
    return { record: { ...record, not_kept: lost ?? `It could not be read: ${outcome?.reason ?? 'it is no file'}.` }, file: undefined }
  })
}

/** Relative to the root of the code, or absolute where the file lies outside. */
function toRecordedPath(path: string, root: string): string {
  const recorded = isBelow(path, root) ? relative(root, path) : path
  return recorded.replace(oddBytes, (byte) => String.raw`\x${(byte.charCodeAt(0) - 0xdc00).toString(16)}`)
}

/** Bytes that are not UTF-8, as paths have them here. */
const oddBytes = /(?<![\ud800-\udbff])[\udc80-\udcff]/g

function hasOddName(path: string): boolean {
  return typeof fileNameOf(path) !== 'string'
}

/** Its bytes are known; artifacts have names in UTF-8. */
function describeOdd(path: string, record: RecordedFile): FoundFile {
  try {
    const sha256 = createHash('sha256')
      .update(readFileSync(fileNameOf(path)))
      .digest('hex')
    return { record: { ...record, sha256, not_kept: 'Its name is not UTF-8.' }, file: undefined }
  } catch (error) {
    return { record: { ...record, not_kept: `It could not be read: ${(error as Error).message}.` }, file: undefined }
  }
}

function describeLink(path: string): Pick<RecordedFile, 'kind' | 'target' | 'sha256'> {
  const target = readlinkSync(fileNameOf(path))
  return { kind: 'LINK', target, sha256: createHash('sha256').update(target).digest('hex') }
}

function statOrNothing(path: string): BigIntStats | undefined {
  try {
    return lstatSync(fileNameOf(path), { bigint: true })
  } catch {
    return undefined
  }
}

/** As it is now, links followed; undefined when it is gone or no regular file. */
export function stateOf(path: string): BigIntStats | undefined {
  try {
    const stats = statSync(fileNameOf(path), { bigint: true })
    return stats.isFile() ? stats : undefined
  } catch {
    return undefined
  }
}
