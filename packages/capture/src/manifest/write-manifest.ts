import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { RepriseError } from '@reprise/protocol'
import type { DataManifest, ManifestFormat } from './data-manifest.ts'
import { printClassic } from './formats/classic/write.ts'
import { depthOf, DEEPEST } from './formats/json-reader.ts'
import { printNative } from './formats/native/write.ts'

/** Characters that are written at a time. */
const PIECE = 1024 * 1024

export interface WriteOptions {
  /** Default: as the manifest was read; native for a new one. */
  readonly format?: ManifestFormat | undefined
  /** Writes only what changed since this one, which readers will need. Native only. */
  readonly parent?: { readonly manifest: DataManifest; readonly file: string } | undefined
}

/**
 * Writes a manifest: the file is there whole or not at all, and takes the place of an older one. Throws INVALID_PARAMETER_VALUE for what
 * the format can not say, PERMISSION_DENIED or RESOURCE_EXHAUSTED when the file can not be written.
 */
export function writeManifest(manifest: DataManifest, file: string, options: WriteOptions = {}): void {
  writeWhole(file, printManifest(manifest, { ...options, folder: dirname(resolve(file)) }))
}

/** Under which name a manifest is written until it is whole. */
export function unfinishedName(file: string): string {
  return `${file}.${process.pid}.partial`
}

/** The text of a manifest, in pieces. `folder` is where it will stand, from which its parent is named. */
export function printManifest(manifest: DataManifest, options: WriteOptions & { readonly folder: string }): Iterable<string> {
  const { format = manifest.format, parent, folder } = options
  if (depthOf(manifest.metadata) > DEEPEST) throw unfit(`The metadata has more than ${DEEPEST} levels.`)
  if (format === 'classic') {
    if (parent !== undefined) throw unfit('A classic manifest can not hold only what changed.', 'Write it with --format native.')
    return printClassic(manifest)
  }
  if (manifest.entries.some((entry) => entry.type === 'file' && entry.hashes.sha256 === undefined)) {
    throw unfit('A native manifest needs the SHA-256 of every file.', 'Add sha256 to the hash algorithms.')
  }
  if (parent === undefined) return printNative(manifest)
  const { root } = parent.manifest
  if (root === undefined)
    throw unfit(
      `${parent.file} has no root id, so nothing can be written against it.`,
      'Take a native manifest of files that could all be read.',
    )
  return printNative(manifest, { manifest: parent.manifest, root, file: relative(folder, resolve(parent.file)).replaceAll(sep, '/') })
}

function writeWhole(file: string, pieces: Iterable<string>): void {
  const unfinished = unfinishedName(file)
  try {
    // What another process left under this name is no longer of use, and a link there must not be followed.
    rmSync(unfinished, { force: true })
    const opened = openSync(unfinished, 'wx', 0o666)
    try {
      writePieces(opened, pieces)
      fsyncSync(opened)
    } finally {
      closeSync(opened)
    }
    renameSync(unfinished, file)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error instanceof RepriseError ? error : cannotWrite(file, error)
  }
}

function writePieces(file: number, pieces: Iterable<string>): void {
  let waiting = ''
  for (const piece of pieces) {
    waiting += piece
    if (waiting.length < PIECE) continue
    writeFully(file, waiting)
    waiting = ''
  }
  writeFully(file, waiting)
}

function writeFully(file: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8')
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
}

function unfit(message: string, hint?: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', message, hint === undefined ? {} : { hint })
}

function cannotWrite(file: string, error: unknown): RepriseError {
  const { code = String(error) } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC')
    return new RepriseError('RESOURCE_EXHAUSTED', `There is no space left for ${file}.`, {
      hint: 'Name a file on another disk.',
      cause: error,
    })
  return new RepriseError('PERMISSION_DENIED', `${file} can not be written (${code}).`, {
    hint: 'Name a file in a folder that is there and can be written.',
    cause: error,
  })
}
