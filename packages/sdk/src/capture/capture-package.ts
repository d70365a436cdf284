import { type RecordedCode, type RecordedEnvironment, RepriseError } from '@reprise/protocol'

type Variables = Readonly<Record<string, string | undefined>>

/** What this package uses of `@reprise/capture`. */
export interface CapturePackage {
  snapshotCode(folder: string, options: { readonly env: Variables }): Promise<CodeSnapshot>
  captureEnvironment(options: EnvironmentRequest): Promise<EnvironmentAnswer>
  createManifest(folder: string, options: ManifestRequest): Promise<ManifestRecord>
  readManifest(file: string): Promise<ManifestRecord>
  writeManifest(manifest: ManifestRecord, file: string, options: { readonly format: 'classic' | 'native' }): void
  validateManifest(manifest: ManifestRecord, folder: string, options: ValidationRequest): Promise<ManifestValidation>
  openStatCache(file: string): DigestCache
  toRunLog(manifest: ManifestRecord, options: { readonly artifactPath?: string | undefined }): ManifestRunLog
}

interface CodeSnapshot {
  readonly record: RecordedCode
  release(): Promise<void>
}

interface EnvironmentRequest {
  readonly env: Variables
  readonly folder: string
  readonly root?: string
  readonly code: RecordedCode
  readonly outputDir: string
  readonly showVariables: readonly string[]
  readonly cloud: boolean
  readonly benchmark: boolean
}

/** Absolute paths of what was written, by name. */
export interface EnvironmentFiles {
  readonly 'requirements.txt': string
  readonly 'system_info.json': string
  /** In a conda environment. */
  readonly 'conda_packages.txt'?: string
}

interface EnvironmentAnswer {
  readonly artifacts: EnvironmentFiles & Readonly<Record<string, string>>
  readonly params: Readonly<Record<string, string>>
  readonly record: RecordedEnvironment
}

/** Algorithms that files can be hashed with. */
export type HashAlgorithm = 'md5' | 'sha1' | 'sha256' | 'sha512'

/** Digests of files that have not changed since they were read. */
export interface DigestCache {
  /** Answers why it could not. */
  save(): Error | undefined
}

interface ValidationRequest {
  readonly skip: readonly string[]
  readonly cache: DigestCache | undefined
}

interface ManifestRequest {
  readonly cache: DigestCache | undefined
  readonly includePatterns: readonly string[]
  readonly excludePatterns: readonly string[]
  readonly hashAlgorithms?: readonly HashAlgorithm[] | undefined
  readonly maxFiles?: number | undefined
  readonly metadata?: Readonly<Record<string, unknown>> | undefined
  readonly skip: readonly string[]
}

/** What a manifest holds, as far as this package looks at it. */
export interface ManifestRecord {
  readonly dataPath: string
  readonly root: string | undefined
  readonly hashAlgorithms: readonly HashAlgorithm[]
  readonly entries: readonly ManifestEntry[]
  readonly problems: readonly { readonly path: string; readonly reason: string }[]
  readonly metadata: Readonly<Record<string, unknown>>
}

type ManifestEntry =
  | { readonly type: 'file'; readonly path: string; readonly size: number }
  | { readonly type: 'link'; readonly path: string }

/** How a folder stands against a manifest. Paths are relative to the folder, with slashes, and every list is in their order. */
export interface ManifestValidation {
  /** Whether there is nothing in any list but `special_files`. */
  readonly valid: boolean
  readonly data_path: string
  /** Files and links of the manifest. */
  readonly total_files: number
  readonly total_size_bytes: number
  readonly missing_files: readonly string[]
  /** Files with other bytes. One of another size is not read, and has no hashes. */
  readonly hash_mismatches: readonly {
    readonly path: string
    readonly expected: { readonly size_bytes: number; readonly hashes: FileHashes }
    readonly actual: { readonly size_bytes: number; readonly hashes?: FileHashes }
  }[]
  /** Paths at which there is something else, in words: `file`, `executable file`, `link to TARGET`. */
  readonly type_mismatches: readonly { readonly path: string; readonly expected: string; readonly actual: string }[]
  readonly extra_files: readonly string[]
  /** Files and folders that the system would not read. */
  readonly unreadable_files: readonly { readonly path: string; readonly reason: string }[]
  /** Files that were written, replaced or removed while they were read. */
  readonly changed_files: readonly { readonly path: string; readonly reason: string }[]
  /** Sockets, FIFOs and devices where the manifest has nothing. */
  readonly special_files: readonly { readonly path: string; readonly reason: string }[]
  readonly processing_time_seconds: number
}

/** Digests in hexadecimal digits, by algorithm. */
export type FileHashes = Readonly<Partial<Record<HashAlgorithm, string>>>

interface ManifestRunLog {
  readonly metrics: Readonly<Record<string, number>>
  readonly params: Readonly<Record<string, string>>
  readonly artifact: { readonly path: string; readonly content: Uint8Array }
}

/** Of Node.js, that `@reprise/capture` runs on. */
const OLDEST = [24, 12] as const

/**
 * Loads `@reprise/capture`, which is no dependency of this package: most programs only log. Throws NOT_IMPLEMENTED on a Node.js that is too
 * old for it, and RESOURCE_DOES_NOT_EXIST where it is not installed.
 */
export async function loadCapture(name = '@reprise/capture'): Promise<CapturePackage> {
  assertRuntime(process.versions)
  try {
    return (await import(name)) as CapturePackage
  } catch (cause) {
    throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `Capturing needs the package ${name}, which can not be loaded: ${String(cause)}`, {
      hint: `Install it with \`npm install ${name}\`.`,
      cause,
    })
  }
}

/** Bun and Deno name the version of Node.js they are like, which says nothing here. */
export function assertRuntime({ node = '', bun, deno }: Readonly<Record<string, string | undefined>>): void {
  const [major = 0, minor = 0] = node.split('.').map(Number)
  if (bun !== undefined || deno !== undefined || major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return
  throw new RepriseError('NOT_IMPLEMENTED', `Capturing needs Node.js ${OLDEST.join('.')} or newer; this is ${node}.`, {
    hint: 'Use a newer Node.js; `reprise env` and `reprise manifest create` do the same from outside the program.',
  })
}
