import { resolve } from 'node:path'
import type { Run } from '../runs/run.ts'
import { requireActiveRun } from '../runs/scope.ts'
import { attemptEach, type OnProblem } from './attempt.ts'
import {
  type CapturePackage,
  type DigestCache,
  type HashAlgorithm,
  loadCapture,
  type ManifestRecord,
  type ManifestValidation,
} from './capture-package.ts'

/** What reading a folder takes. */
export interface ReadDataOptions {
  /**
   * A file in which digests are kept: files whose inode, size and times have not changed are then not read again. Any number of programs
   * may use it. Default: everything is read.
   */
  readonly cache?: string | undefined
}

export interface CreateManifestOptions extends ReadDataOptions {
  /** Only these, in the language of .gitignore files: `['*.csv', 'raw/']`. Default: everything. */
  readonly include?: readonly string[] | undefined
  /** Not these: `['*.tmp', '*.log']`. `validate` heeds both. */
  readonly exclude?: readonly string[] | undefined
  /** Another name of `include`. */
  readonly includePatterns?: readonly string[] | undefined
  /** Another name of `exclude`. */
  readonly excludePatterns?: readonly string[] | undefined
  /** Default: md5 and sha256. */
  readonly hashAlgorithms?: readonly HashAlgorithm[] | undefined
  /** Only the first so many files, in the order of their paths. */
  readonly maxFiles?: number | undefined
  /** Whatever JSON can hold. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined
  /** Files below the folder that are passed over, such as the manifest itself. */
  readonly skip?: readonly string[] | undefined
}

export interface LogManifestOptions {
  /** Default: the active run. */
  readonly run?: Run | undefined
  /** Folder below the artifacts of the run; default `data_manifest`. */
  readonly artifactPath?: string | undefined
  /** Told of what could not be logged; a line on stderr where nobody listens. */
  readonly onProblem?: OnProblem | undefined
}

/**
 * What a folder of data held, to the byte.
 *
 *     const manifest = await DataManifest.create('data', { include: ['*.csv'] })
 *     await manifest.save('data_manifest.json')
 *     await manifest.logToRun()
 *
 *     const { valid, missing_files, hash_mismatches } = await (await DataManifest.load('data_manifest.json')).validate('data')
 */
export class DataManifest {
  readonly #record: ManifestRecord
  /** Where it lies, which is no part of the data. */
  #file: string | undefined

  private constructor(record: ManifestRecord, file?: string) {
    this.#record = record
    this.#file = file
  }

  /**
   * Hashes every file of a folder. Links are recorded and not followed; what can not be read is in `problems`. Throws
   * RESOURCE_DOES_NOT_EXIST, PERMISSION_DENIED or INVALID_PARAMETER_VALUE for what is no folder or can not be asked for, and what
   * `captureEnvironment` throws where capturing is not possible.
   */
  static async create(path: string, options: CreateManifestOptions = {}): Promise<DataManifest> {
    const { include, exclude, includePatterns = include ?? [], excludePatterns = exclude ?? [], skip = [], ...others } = options
    const capture = await loadCapture()
    const record = await withCache(capture, options.cache, (cache) =>
      capture.createManifest(path, { ...others, includePatterns, excludePatterns, skip, cache }),
    )
    return new DataManifest(record)
  }

  /**
   * Reads a manifest of either format, made here, by `reprise manifest create`, or taken from the artifacts of a run. Throws
   * RESOURCE_DOES_NOT_EXIST for a file that is not there, INVALID_PARAMETER_VALUE for what is no manifest, with the place and the reason.
   */
  static async load(file: string): Promise<DataManifest> {
    const { readManifest } = await loadCapture()
    return new DataManifest(await readManifest(file), resolve(file))
  }

  /** The folder it was made of, absolute. */
  get path(): string {
    return this.#record.dataPath
  }

  /** Relative paths of files and links, with slashes, in order. */
  get files(): readonly string[] {
    return this.#record.entries.map((entry) => entry.path)
  }

  /** Bytes of all files. */
  get totalSizeBytes(): number {
    return this.#record.entries.reduce((sum, entry) => sum + (entry.type === 'file' ? entry.size : 0), 0)
  }

  get hashAlgorithms(): readonly HashAlgorithm[] {
    return this.#record.hashAlgorithms
  }

  get metadata(): Readonly<Record<string, unknown>> {
    return this.#record.metadata
  }

  /** 64 hexadecimal digits that name the content, the same on every machine; undefined where not all of it is known. */
  get root(): string | undefined {
    return this.#record.root
  }

  /** What could not be recorded: the manifest says nothing of it. */
  get problems(): readonly { readonly path: string; readonly reason: string }[] {
    return this.#record.problems
  }

  /**
   * Writes it as one JSON document, as other tools read it, or, to a file named `.jsonl`, as a line of JSON for each file. The file is there
   * whole or not at all. Throws PERMISSION_DENIED where it can not be written.
   */
  async save(file: string): Promise<void> {
    const { writeManifest } = await loadCapture()
    writeManifest(this.#record, file, { format: file.endsWith('.jsonl') ? 'native' : 'classic' })
    this.#file = resolve(file)
  }

  /**
   * Compares a folder, by default the one it was made of, with this manifest. Files that differ are in the result, and no error; throws
   * RESOURCE_DOES_NOT_EXIST where there is no folder.
   */
  async validate(path: string = this.path, { cache: file }: ReadDataOptions = {}): Promise<ManifestValidation> {
    const capture = await loadCapture()
    const skip = this.#file === undefined ? [] : [this.#file]
    return withCache(capture, file, (cache) => capture.validateManifest(this.#record, path, { skip, cache }))
  }

  /**
   * Logs `data_manifest.json` below `artifactPath`, the metrics `data_files_count`, `data_size_bytes` and `data_processing_time` (seconds), and the
   * params `data_path`, `hash_algorithms` and `manifest_version`. Throws BAD_REQUEST when no run is active; what fails besides is told to
   * `onProblem`, and the run goes on. Returns whether all of it could be logged.
   */
  async logToRun({ run = requireActiveRun(), artifactPath, onProblem }: LogManifestOptions = {}): Promise<boolean> {
    const { toRunLog } = await loadCapture()
    const { metrics, params, artifact } = toRunLog(this.#record, { artifactPath })
    return attemptEach(
      [
        ...Object.entries(params).map(([key, value]) => [`the param ${key}`, () => run.logParam(key, value)] as const),
        ['the metrics of the manifest', () => run.logMetrics(metrics)],
        [artifact.path, () => run.logBytes(artifact.content, artifact.path)],
      ],
      onProblem,
    )
  }
}

/** What was learnt is kept, also when reading fails. */
async function withCache<T>(
  { openStatCache }: CapturePackage,
  file: string | undefined,
  read: (cache: DigestCache | undefined) => Promise<T>,
): Promise<T> {
  const cache = file === undefined ? undefined : openStatCache(file)
  try {
    return await read(cache)
  } finally {
    const problem = cache?.save()
    if (problem !== undefined) process.emitWarning(problem.message)
  }
}
