import { posix } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { isStageFile } from '../files/index.ts'
import { decodeText } from '../paths/index.ts'
import type { SourceTree } from '../revisions/source-tree.ts'
import type { ParsingOptions } from '../templating/index.ts'
import { findStageFiles, type GitIgnored } from './find-stage-files.ts'
import { readDvcFile } from './read-dvc-file.ts'
import { type PipelineFile, readPipeline, type Reading } from './read-pipeline.ts'
import type { Stage } from './stage.ts'

export interface StageFilesOptions {
  /** The root of the project, absolute: what absolute paths in stages are compared with. */
  readonly root: string
  readonly tree: SourceTree
  /** A path from the root as it is told of; default: as it is. */
  readonly show?: ((path: string) => string) | undefined
  readonly parsing?: ParsingOptions | undefined
  /** Opens what git says of files and folders; default: it ignores none. */
  readonly openGitIgnored?: (() => GitIgnored) | undefined
  /** Told of files that can not be read, which are then left out; default: the error is thrown. */
  readonly onError?: ((path: string, error: RepriseError) => void) | undefined
}

/** The `dvc.yaml` and `.dvc` files of a project in one place: the work tree, or a commit. Each is read once, when it is first asked for. */
export class StageFiles {
  readonly show: (path: string) => string
  readonly #options: StageFilesOptions
  readonly #reading: Reading
  readonly #pipelines = new Map<string, PipelineFile>()
  readonly #stages = new Map<string, readonly Stage[]>()
  #all: Promise<readonly Stage[]> | undefined

  constructor(options: StageFilesOptions) {
    this.#options = options
    this.show = options.show ?? ((path) => path)
    this.#reading = {
      root: options.root,
      show: this.show,
      parsing: options.parsing ?? {},
      read: (path) => {
        const bytes = options.tree.read(path)
        return bytes === undefined ? undefined : decodeText(bytes, this.show(path))
      },
    }
  }

  get tree(): SourceTree {
    return this.#options.tree
  }

  /** Whether there is such a file, and it is not ignored. */
  has(path: string): boolean {
    const folder = posix.dirname(path)
    return this.tree.kind(path) === 'file' && this.tree.list(folder === '.' ? '' : folder).some(({ name }) => name === posix.basename(path))
  }

  /** Throws RESOURCE_DOES_NOT_EXIST, in DVC's words, where there is no such file. */
  pipeline(path: string): PipelineFile {
    const known = this.#pipelines.get(path)
    if (known !== undefined) return known
    const read = readPipeline(path, this.#read(path), this.#reading)
    this.#pipelines.set(path, read)
    return read
  }

  /** The stages of one file, as they stand in it. */
  stages(path: string): readonly Stage[] {
    const known = this.#stages.get(path)
    if (known !== undefined) return known
    const stages = path.endsWith('.dvc') ? [readDvcFile(path, this.#read(path), this.#reading)] : this.#stagesOf(this.pipeline(path))
    this.#stages.set(path, stages)
    return stages
  }

  /** The stages of all files, file by file, files of a folder before those of the folders in it. */
  all(): Promise<readonly Stage[]> {
    return (this.#all ??= findStageFiles(this.tree, {
      stages: (path) => this.#stagesOrNone(path),
      openGitIgnored: this.#options.openGitIgnored,
    }))
  }

  /** The `dvc.yaml` files that {@link all} finds, those without stages included. */
  async pipelines(): Promise<readonly PipelineFile[]> {
    await this.all()
    return [...this.#pipelines.values()]
  }

  #stagesOf(pipeline: PipelineFile): Stage[] {
    return pipeline.names().map((name) => pipeline.stage(name))
  }

  #stagesOrNone(path: string): readonly Stage[] {
    const { onError } = this.#options
    if (onError === undefined) return this.stages(path)
    try {
      return this.stages(path)
    } catch (error) {
      if (!(error instanceof RepriseError)) throw error
      onError(path, error)
      return []
    }
  }

  #read(path: string): string {
    const text = this.has(path) ? this.#reading.read(path) : undefined
    if (text !== undefined && isStageFile(path)) return text
    const isThere = this.tree.kind(path) === 'file'
    if (isThere && !isStageFile(path)) throw new RepriseError('INVALID_PARAMETER_VALUE', `'${this.show(path)}' is not a .dvc file`)
    throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `'${this.show(path)}' ${isThere ? 'is dvc-ignored' : 'does not exist'}`)
  }
}
