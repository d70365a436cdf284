import { readFileSync } from 'node:fs'
import { RepriseError } from '@reprise/protocol/errors'
import { toHashName } from './hash-name.ts'
import { hashOut, type HashedOut, readOut } from '../checkout/hash-out.ts'
import { isWholeInCache, type MadeOuts } from '../checkout/index.ts'
import type { HashName } from '../cache/index.ts'
import type { StageDep, StageOut, StageParams } from '../graph/index.ts'
import { readParameterFile } from '../params/index.ts'
import { decodeText, joinPath, toFileError, toFsPath } from '../paths/index.ts'
import type { Value } from '../python/index.ts'
import type { Repository } from '../repository/index.ts'
import type { OutsideSource } from '../importing/index.ts'

type SeenElsewhere = Awaited<ReturnType<OutsideSource['look']>>

/**
 * What stands in the work tree, looked at once: stages share dependencies. {@link forget} when something may have changed, such as by a command.
 */
export class DataView {
  readonly #repository: Repository
  readonly #data = new Map<string, Promise<HashedOut | undefined>>()
  #made: ReturnType<MadeOuts['list']> | undefined
  readonly #params = new Map<string, Value | undefined>()
  readonly #elsewhere = new Map<string, Promise<SeenElsewhere | undefined>>()

  constructor(repository: Repository) {
    this.#repository = repository
  }

  /** The absolute path of what a stage names. */
  pathOf({ at, place }: { readonly at: string; readonly place?: StageDep['place'] }): string {
    return place === 'machine' || at.startsWith('/') ? at : at === '' ? this.#repository.root : joinPath(this.#repository.root, at)
  }

  /** A dependency as it is now; undefined where it is not there. What `.dvcignore` says does not hold for a path that is named itself. */
  dep(dep: Pick<StageDep, 'at' | 'place'>, hash: HashName): Promise<HashedOut | undefined> {
    const { workspace, signal } = this.#repository
    const path = this.pathOf(dep)
    return this.#once(`dep ${hash} ${path}`, () => readOut(workspace, path, { hash, signal, isStored: false }))
  }

  /** What there is at a URL now, as it is recorded; undefined where nothing is. Rejects where it can not be asked. */
  elsewhere({ at }: Pick<StageDep, 'at'>): Promise<SeenElsewhere | undefined> {
    const known = this.#elsewhere.get(at)
    if (known !== undefined) return known
    const found = this.#look(at).catch((error: unknown) => {
      if (error instanceof RepriseError && error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined
      throw error
    })
    this.#elsewhere.set(at, found)
    return found
  }

  /** Few stages have data elsewhere: what asks for them is loaded when it is needed. */
  async #look(at: string): Promise<SeenElsewhere> {
    const { openOutsideSource } = await import('../importing/index.ts')
    return openOutsideSource(this.#repository, at, this.#repository.root).look()
  }

  /** An output as it is now; undefined where it is not there, or ignored. */
  out(out: Pick<StageOut, 'at' | 'place'>, hash: HashName): Promise<HashedOut | undefined> {
    const { workspace, signal } = this.#repository
    const path = this.pathOf(out)
    return this.#once(`out ${hash} ${path}`, () => hashOut(workspace, path, { hash, signal }))
  }

  /** Whether what was recorded of an output is in the cache, with all members. */
  async isCached({ recorded }: Pick<StageOut, 'recorded'>): Promise<boolean> {
    const oid = recorded?.hash.value
    const { workspace, signal } = this.#repository
    return oid !== undefined && isWholeInCache(workspace, { oid, hash: toHashName(recorded) }, signal)
  }

  /** Whether an output was recorded when we made or took in what stands there, so that looking at it means to read hardly anything. */
  isMade({ recorded, ...out }: Pick<StageOut, 'at' | 'place' | 'recorded'>): boolean {
    this.#made ??= this.#repository.workspace.made.list()
    return recorded !== undefined && this.#made.get(this.pathOf(out))?.oid === recorded.hash.value
  }

  /** The content of a parameter file; undefined where there is none. Throws INVALID_PARAMETER_VALUE for one that can not be read. */
  params(params: Pick<StageParams, 'at'>): Value | undefined {
    const path = this.pathOf(params)
    if (this.#params.has(path)) return this.#params.get(path)
    const text = readText(path, this.#repository.show(path))
    const value = text === undefined ? undefined : readParameterFile(text, this.#repository.show(path))
    this.#params.set(path, value)
    return value
  }

  forget(): void {
    this.#data.clear()
    this.#params.clear()
    this.#elsewhere.clear()
  }

  #once(key: string, look: () => Promise<HashedOut | undefined>): Promise<HashedOut | undefined> {
    const known = this.#data.get(key)
    if (known !== undefined) return known
    const found = look()
    this.#data.set(key, found)
    return found
  }
}

function readText(path: string, name: string): string | undefined {
  try {
    return decodeText(readFileSync(toFsPath(path)), name)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw toFileError(error, path)
  }
}
