import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import type { FolderOptions } from '../create-manifest.ts'
import { type DataManifest, isCut } from '../data-manifest.ts'
import { openDataFolder } from '../folder/open-folder.ts'
import type { Found } from '../folder/walk-folder.ts'
import { openManifestFile } from '../formats/manifest-file.ts'
import type { Patterns } from '../paths/path-filter.ts'
import { readManifest } from '../read-manifest.ts'
import { compareFound, listForValidation } from '../validate-manifest.ts'
import type { ManifestValidation } from '../validation-report.ts'
import { KnownChecks } from './known-checks.ts'
import { nameTreeState, stateWhenMade } from './tree-state.ts'

/** What is to be checked, and against what. */
export interface CheckOptions extends Patterns {
  /** Default: the one that the manifest was made of. */
  readonly folder?: string | undefined
  /** Manifests to look for parents in. */
  readonly parents?: readonly string[] | undefined
  /** Where to keep which states of folders were as recorded. Without it, nothing is kept. */
  readonly memory?: string | undefined
}

/** A manifest that was opened to hold a folder against it. */
export interface FolderCheck {
  readonly folder: string
  /** As `validateManifest`. The manifest and `skip` are not extra where they stand in the folder. */
  run(options?: FolderOptions): Promise<ManifestValidation>
}

/**
 * Opens a manifest to check a folder. A folder whose files have the inodes, sizes and times with which they were as the same manifest
 * says is as it says: then neither the manifest nor what is known of single files is read. Throws as `readManifest` does.
 */
export async function openFolderCheck(file: string, options: CheckOptions = {}): Promise<FolderCheck> {
  const { parents = [], memory } = options
  const known = memory === undefined ? undefined : new KnownChecks(memory)
  const key = known === undefined ? '' : await nameCheck(file, options)
  const before = known?.find(key)
  let manifest: DataManifest | undefined
  const read = async (): Promise<DataManifest> => (manifest ??= await readManifest(file, { parents }))
  const folder = options.folder ?? before?.folder ?? (await read()).dataPath

  const run = async (reading: FolderOptions = {}): Promise<ManifestValidation> => {
    const [started, startedAt] = [performance.now(), Date.now()]
    const path = openDataFolder(folder)
    const patterns = chooseOwn(options) ?? before ?? (await read())
    const found = await listForValidation(path, { ...reading, ...patterns, skip: [file, ...parents, ...(reading.skip ?? [])] })
    const state = known === undefined ? undefined : nameTreeState(found, startedAt)
    if (state !== undefined && state === before?.state) return toResult(path, found, started)
    const result = await compareFound(await read(), { path, found, started }, { ...reading, ...chooseOwn(options) })
    if (state !== undefined && result.valid && !isCut(await read())) {
      const { includePatterns = [], excludePatterns = [] } = patterns
      known?.add(key, { folder: (await read()).dataPath, includePatterns, excludePatterns, state })
    }
    return result
  }
  return { folder, run }
}

/**
 * Keeps that the folder is as the file says in which a manifest of it was just written, so that the first check is as fast as any later
 * one. Nothing, where that is not certain.
 */
export async function rememberManifest(file: string, manifest: DataManifest, memory: string): Promise<void> {
  const state = stateWhenMade(manifest)
  if (state === undefined || isCut(manifest)) return
  const { dataPath: folder, includePatterns, excludePatterns } = manifest
  new KnownChecks(memory).add(await nameCheck(file), { folder, includePatterns, excludePatterns, state })
}

/** The same for the same bytes of the manifest and the same question. Of parents the manifest has the root id, which is all they can say. */
async function nameCheck(file: string, { folder, includePatterns, excludePatterns }: CheckOptions = {}): Promise<string> {
  await using opened = await openManifestFile(file)
  const question = [folder === undefined ? null : resolve(folder), includePatterns ?? null, excludePatterns ?? null]
  return createHash('sha256')
    .update(`${await opened.digest()} ${JSON.stringify(question)}`)
    .digest('hex')
}

function toResult(path: string, found: readonly Found[], started: number): ManifestValidation {
  const special_files = found.flatMap((one) => (one.type === 'special' ? [{ path: one.path, reason: one.reason }] : []))
  return {
    valid: true,
    data_path: path,
    total_files: found.length - special_files.length,
    total_size_bytes: found.reduce((sum, one) => sum + (one.type === 'file' ? Number(one.state.size) : 0), 0),
    missing_files: [],
    hash_mismatches: [],
    type_mismatches: [],
    extra_files: [],
    unreadable_files: [],
    changed_files: [],
    special_files,
    processing_time_seconds: (performance.now() - started) / 1_000,
  }
}

function chooseOwn({ includePatterns, excludePatterns }: Patterns): Patterns | undefined {
  return includePatterns === undefined && excludePatterns === undefined ? undefined : { includePatterns, excludePatterns }
}
