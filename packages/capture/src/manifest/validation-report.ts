import type { Hashes } from '@reprise/objects'
import { countManifest, type DataManifest, isCut } from './data-manifest.ts'
import type { ManifestEntry, ManifestProblem } from './entry.ts'
import type { Found, FoundFile } from './folder/walk-folder.ts'
import { comparePaths, toReadablePath } from './paths/path-text.ts'
import { compareEntries } from './same-entry.ts'

/** A file whose bytes are not those of the manifest. Sizes are in bytes; where they differ, the file was not read. */
export interface HashMismatch {
  readonly path: string
  readonly expected: { readonly size_bytes: number; readonly hashes: Hashes }
  readonly actual: { readonly size_bytes: number; readonly hashes?: Hashes }
}

/** A path at which there is something else: `file`, `executable file` or `link to TARGET`. */
export interface TypeMismatch {
  readonly path: string
  readonly expected: string
  readonly actual: string
}

export interface PathProblem {
  readonly path: string
  readonly reason: string
}

/** How a folder stands against a manifest. Every list is in the order of the paths. */
export interface ManifestValidation {
  /** Whether there is nothing in any list but `special_files`. */
  readonly valid: boolean
  readonly data_path: string
  /** Files and links of the manifest. */
  readonly total_files: number
  readonly total_size_bytes: number
  readonly missing_files: readonly string[]
  readonly hash_mismatches: readonly HashMismatch[]
  readonly type_mismatches: readonly TypeMismatch[]
  readonly extra_files: readonly string[]
  /** Files and folders that the system would not read. */
  readonly unreadable_files: readonly PathProblem[]
  /** Files that were written, replaced or removed while they were read: validate again when nothing writes. */
  readonly changed_files: readonly PathProblem[]
  /** Sockets, FIFOs and devices where the manifest has nothing. Informative. */
  readonly special_files: readonly PathProblem[]
  readonly processing_time_seconds: number
}

/** Collects how a folder stands against a manifest, path by path: a folder that could not be read before what is in it. */
export class ValidationReport {
  readonly #manifest: DataManifest
  readonly #isCut: boolean
  readonly #missing: string[] = []
  readonly #mismatches: HashMismatch[] = []
  readonly #types: TypeMismatch[] = []
  readonly #extra: string[] = []
  readonly #unreadable: PathProblem[] = []
  readonly #unreadablePaths = new Set<string>()
  readonly #changed: PathProblem[] = []
  readonly #special: PathProblem[] = []

  constructor(manifest: DataManifest) {
    this.#manifest = manifest
    this.#isCut = isCut(manifest)
  }

  /** What the manifest has at a path, and what is there: a file that was not hashed is extra or of another size. */
  add(expected: ManifestEntry | undefined, actual: Found | ManifestEntry | undefined): void {
    if (actual === undefined) {
      if (expected !== undefined && !this.#isHidden(expected.path)) this.#missing.push(expected.path)
    } else if (isProblem(actual)) this.#addProblem(expected, actual)
    else if (expected === undefined) {
      if (!this.#isBehindTheCut(actual.path)) this.#extra.push(actual.path)
    } else if (isUnread(actual)) this.#addUnread(expected, actual)
    else this.#compare(expected, actual)
  }

  /** `seconds` is how long it took. */
  finish(dataPath: string, seconds: number): ManifestValidation {
    const { files, links, bytes } = countManifest(this.#manifest)
    const lists = {
      missing_files: this.#missing,
      hash_mismatches: this.#mismatches.toSorted(byPath),
      type_mismatches: this.#types.toSorted(byPath),
      extra_files: this.#extra,
      unreadable_files: this.#unreadable.toSorted(byPath),
      changed_files: this.#changed.toSorted(byPath),
    }
    return {
      valid: Object.values(lists).every((list) => list.length === 0),
      data_path: dataPath,
      total_files: files + links,
      total_size_bytes: bytes,
      ...lists,
      special_files: this.#special,
      processing_time_seconds: seconds,
    }
  }

  #addProblem(expected: ManifestEntry | undefined, { type, path, reason }: ManifestProblem): void {
    if (type === 'changed') this.#changed.push({ path, reason })
    else if (type === 'unreadable') {
      this.#unreadable.push({ path, reason })
      this.#unreadablePaths.add(path)
    } else if (expected === undefined) this.#special.push({ path, reason })
    else this.#types.push({ path, expected: describe(expected), actual: reason })
  }

  #addUnread(expected: ManifestEntry, { path, state }: FoundFile): void {
    if (expected.type === 'link') this.#types.push({ path, expected: describe(expected), actual: 'file' })
    else this.#mismatches.push({ path, expected: toExpected(expected), actual: { size_bytes: Number(state.size) } })
  }

  #compare(expected: ManifestEntry, actual: ManifestEntry): void {
    const { path } = expected
    switch (compareEntries(expected, actual)) {
      case undefined:
        return
      case 'executable':
        if (this.#manifest.format === 'classic') return
        return void this.#types.push({ path, expected: describe(expected), actual: describe(actual) })
      case 'type':
      case 'target':
        return void this.#types.push({ path, expected: describe(expected), actual: describe(actual) })
      case 'size':
      case 'content':
      case 'unknown':
        if (expected.type === 'file' && actual.type === 'file') {
          this.#mismatches.push({ path, expected: toExpected(expected), actual: toExpected(actual) })
        }
    }
  }

  /** Whether nobody can tell what is at a path, because a folder above it could not be read. */
  #isHidden(path: string): boolean {
    if (this.#unreadable.length === 0) return false
    for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (this.#unreadablePaths.has(path.slice(0, slash))) return true
    }
    return false
  }

  #isBehindTheCut(path: string): boolean {
    const last = this.#manifest.entries.at(-1)
    return this.#isCut && last !== undefined && comparePaths(path, last.path) > 0
  }
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return comparePaths(a.path, b.path)
}

function isProblem(one: Found | ManifestEntry): one is ManifestProblem {
  return one.type !== 'file' && one.type !== 'link'
}

function isUnread(one: Found | ManifestEntry): one is FoundFile {
  return 'state' in one
}

function describe(entry: ManifestEntry): string {
  if (entry.type === 'link') return `link to ${toReadablePath(entry.target)}`
  return entry.isExecutable === true ? 'executable file' : 'file'
}

function toExpected({ size, hashes }: { readonly size: number; readonly hashes: Hashes }): HashMismatch['expected'] {
  return { size_bytes: size, hashes }
}
