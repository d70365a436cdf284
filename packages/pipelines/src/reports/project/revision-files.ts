import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import type { Cache } from '../../cache/index.ts'
import type { PipelineFile, Stage, StageFiles, StageOut } from '../../graph/index.ts'
import { type Tree, isTreeId } from '../../trees/index.ts'

/** What a project has in one revision: its stages, and its files, those that DVC tracks included. */
export class RevisionFiles {
  readonly stages: readonly Stage[]
  readonly pipelines: readonly PipelineFile[]
  readonly #files: StageFiles
  readonly #cache: Cache
  readonly #trees = new Map<string, Tree>()

  private constructor(files: StageFiles, cache: Cache, stages: readonly Stage[], pipelines: readonly PipelineFile[]) {
    this.#files = files
    this.#cache = cache
    this.stages = stages
    this.pipelines = pipelines
  }

  /** Throws INVALID_PARAMETER_VALUE, in DVC's words, for a `dvc.yaml` or `.dvc` file that can not be read. */
  static async open(files: StageFiles, cache: Cache): Promise<RevisionFiles> {
    const stages = await files.all()
    return new RevisionFiles(files, cache, stages, await files.pipelines())
  }

  get tree(): StageFiles['tree'] {
    return this.#files.tree
  }

  /** Whether a file or folder is there, or is tracked. */
  kind(path: string): 'file' | 'folder' | 'nothing' {
    const kind = this.tree.kind(path)
    if (kind !== 'nothing') return kind
    const out = this.#findOut(path)
    if (out === undefined) return this.stages.some(({ outs }) => outs.some(({ at }) => at.startsWith(`${path}/`))) ? 'folder' : 'nothing'
    const oid = out.recorded?.hash.value
    if (oid === undefined || !isTreeId(oid)) return oid !== undefined && out.at === path ? 'file' : 'nothing'
    if (out.at === path) return 'folder'
    const inside = path.slice(out.at.length + 1)
    const entries = this.#treeOf(out) ?? []
    if (entries.some((entry) => entry.path === inside)) return 'file'
    return entries.some((entry) => entry.path.startsWith(`${inside}/`)) ? 'folder' : 'nothing'
  }

  /** The files of a folder at any depth, by paths from the root; a file as it is, whether it is there or not. */
  expand(path: string): string[] {
    if (this.kind(path) !== 'folder') return [path]
    const found = new Set(this.tree.kind(path) === 'folder' ? this.#below(path) : [])
    for (const { outs } of this.stages) {
      for (const out of outs) {
        const isAbove = path === '' || out.at === path || out.at.startsWith(`${path}/`)
        if (!isAbove && !path.startsWith(`${out.at}/`)) continue
        const tree = this.#treeOf(out)
        if (tree === undefined && isAbove && out.at !== path) found.add(out.at)
        for (const entry of tree ?? []) {
          const whole = `${out.at}/${entry.path}`
          if (isAbove || whole.startsWith(`${path}/`)) found.add(whole)
        }
      }
    }
    return [...found]
  }

  /** The bytes of a file: as it stands there, else from the cache. Throws what Python would call FileNotFoundError and the like. */
  read(path: string): Buffer {
    if (this.tree.kind(path) === 'folder') throw fileError('EISDIR', path)
    const bytes = this.tree.read(path) ?? this.#fromCache(path)
    if (bytes === undefined) throw this.#findOut(path)?.cache === true ? notStored(path) : fileError('ENOENT', path)
    return bytes
  }

  /** The text of a file. Throws INVALID_PARAMETER_VALUE for what is not UTF-8. */
  readText(path: string): string {
    const bytes = this.read(path)
    if (!isUtf8(bytes)) throw new RepriseError('INVALID_PARAMETER_VALUE', `unable to read: '${path}', is not valid utf-8`)
    return bytes.toString('utf8').replace(/^\ufeff/, '')
  }

  #findOut(path: string): StageOut | undefined {
    for (const { outs } of this.stages) for (const out of outs) if (out.at === path || path.startsWith(`${out.at}/`)) return out
    return undefined
  }

  #fromCache(path: string): Buffer | undefined {
    const out = this.#findOut(path)
    const oid = out?.recorded?.hash.value
    if (out === undefined || oid === undefined) return undefined
    const digest = out.at === path ? oid : this.#treeOf(out)?.find((entry) => entry.path === path.slice(out.at.length + 1))?.md5
    if (digest === undefined || isTreeId(digest)) return undefined
    try {
      return readFileSync(this.#storeOf(out).path(digest))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
  }

  /** Undefined for a file, and for a folder whose tree is not in the cache. */
  #treeOf(out: StageOut): Tree | undefined {
    const oid = out.recorded?.hash.value
    if (oid === undefined || !isTreeId(oid)) return undefined
    const known = this.#trees.get(oid) ?? this.#storeOf(out).readTree(oid)
    if (known !== undefined) this.#trees.set(oid, known)
    return known
  }

  #storeOf(out: StageOut): Cache['md5'] {
    return out.recorded?.hash.algorithm === 'md5-dos2unix' ? this.#cache['md5-dos2unix'] : this.#cache.md5
  }

  #below(folder: string): string[] {
    return this.tree.list(folder).flatMap(({ name, isFolder }) => {
      const path = posix.join(folder, name)
      return isFolder ? this.#below(path) : [path]
    })
  }
}

/** In the words of DVC for data of which neither the work tree nor the cache has anything. */
function notStored(path: string): RepriseError {
  return new RepriseError('RESOURCE_DOES_NOT_EXIST', `[Errno 2] No storage files available: '${path}'`)
}

function fileError(code: 'ENOENT' | 'EISDIR', path: string): RepriseError {
  return code === 'ENOENT'
    ? new RepriseError('RESOURCE_DOES_NOT_EXIST', `[Errno 2] No such file or directory: '${path}'`)
    : new RepriseError('INVALID_PARAMETER_VALUE', `[Errno 21] Is a directory: '${path}'`)
}
