import { chmodSync, existsSync, readFileSync, rmSync, statSync, unlinkSync } from 'node:fs'
import { setImmediate as yieldTurn } from 'node:timers/promises'
import { RepriseError } from '@reprise/protocol/errors'
import { toFileError } from '../paths/index.ts'
import type { Task, Workers } from '../threads/index.ts'
import { isTreeId, parseTree, serialiseTree, type Tree, treeIdOf } from '../trees/index.ts'
import { type CheckJob, type CheckResult, lookAtObject } from './check-objects.ts'
import { type HashName, hashObject } from './hash-object.ts'
import { listObjects } from './list-objects.ts'
import { isOid, OBJECT_MODE, objectPath } from './object-path.ts'
import { placeObject, storeBytes } from './store-files.ts'
import { makeFolder, removeAbandoned, temporaryPath, unfinishedFolder } from './temporary-name.ts'

/** Objects that are looked for in one go. */
const BATCH = 2_048
/** Objects that are looked for before other work gets its turn, and the milliseconds in which a disk of this machine has answered. */
const TURN = 2_048
const SLOW = 1_000
/** The largest tree that is read; some two million files. */
const LARGEST_TREE = 512 * 1024 * 1024
/** Bytes of a tree of some three thousand files, whose objects take longer to look for than a thread to start. */
const LARGE_TREE = 256 * 1024
/** What looking for an object takes, in the bytes that could be read instead, by byte of the tree. */
const LOOK = 64
const SHARED_FOLDER_MODE = 0o2775

export interface StoreOptions {
  /** `files/md5` of a cache, or, for what DVC 2 left, the cache itself. */
  readonly folder: string
  readonly hash: HashName
  readonly workers: Workers
  /** Whether a group writes to it: folders then belong to the group (2775). */
  readonly isShared?: boolean | undefined
}

/** Objects by the digest of their bytes, one file each. They are never changed, only made and removed. */
export class ObjectStore {
  readonly folder: string
  readonly hash: HashName
  readonly folderMode: number | undefined
  readonly #workers: Workers

  constructor({ folder, hash, workers, isShared = false }: StoreOptions) {
    this.folder = folder
    this.hash = hash
    this.folderMode = isShared ? SHARED_FOLDER_MODE : undefined
    this.#workers = workers
  }

  /** Where an object is, or would be. Throws INVALID_PARAMETER_VALUE for what is no name of one. */
  path(oid: string): string {
    if (!isOid(oid)) throw new RepriseError('INVALID_PARAMETER_VALUE', `${JSON.stringify(oid)} is no md5.`)
    return objectPath(this.folder, oid)
  }

  /** Whether an object is there; a wrong one that nobody protected is dropped. */
  async has(oid: string): Promise<boolean> {
    return (await this.sizes([oid])).has(oid)
  }

  /** Bytes of an object that needs no reading, -1 where there is none; undefined for one that may be wrong, see {@link sizes}. */
  look(oid: string): number | undefined {
    return lookAtObject(this.path(oid))
  }

  /** Whether an object is there, and of a tree all members; false for what is no tree. */
  async isWhole(oid: string, signal?: AbortSignal): Promise<boolean> {
    const bytes = (await this.sizes([oid])).get(oid)
    if (bytes === undefined || !isTreeId(oid)) return bytes !== undefined
    const isWhole = bytes < LARGE_TREE || bytes > LARGEST_TREE ? undefined : await this.#checkTree(oid, bytes, signal)
    if (isWhole !== undefined) return isWhole
    const tree = this.#readTreeOrNothing(oid)
    return tree !== undefined && (await this.missing(oidsOf(tree), signal)).size === 0
  }

  /** On a thread, beside what is done here. Undefined where that takes long. */
  async #checkTree(oid: string, bytes: number, signal: AbortSignal | undefined): Promise<boolean | undefined> {
    const { folder, hash } = this
    let isWhole: boolean | undefined
    const task: Task<'check-tree'> = { job: { kind: 'check-tree', folder, hash, oid }, bytes: bytes * LOOK }
    await this.#workers.run([task], (result) => void ({ isWhole } = result), signal)
    return isWhole
  }

  /** What is no tree is nothing to those who ask whether one is whole. */
  #readTreeOrNothing(oid: string): Tree | undefined {
    try {
      return this.readTree(oid)
    } catch (error) {
      if (error instanceof RepriseError && error.code === 'DATA_LOSS') return undefined
      throw error
    }
  }

  /** The objects that are not there. Wrong ones are dropped, see `checkObjects`. */
  async missing(oids: Iterable<string>, signal?: AbortSignal): Promise<Set<string>> {
    const missing = new Set<string>()
    await this.#check(oids, signal, (oid, size) => {
      if (size < 0) missing.add(oid)
    })
    return missing
  }

  /** Bytes of those objects that are there. */
  async sizes(oids: Iterable<string>, signal?: AbortSignal): Promise<Map<string, number>> {
    const found = new Map<string, number>()
    await this.#check(oids, signal, (oid, size) => {
      if (size >= 0) found.set(oid, size)
    })
    return found
  }

  /** Looking is done here: a thread takes longer to start. What has to be read, and what lies so far away that looking takes long, is left to threads. */
  async #check(oids: Iterable<string>, signal: AbortSignal | undefined, onObject: (oid: string, size: number) => void): Promise<void> {
    const { folder, hash } = this
    const left: string[] = []
    let [count, began, isSlow] = [0, performance.now(), false]
    for (const oid of oids) {
      const size = isSlow ? undefined : lookAtObject(this.path(oid))
      if (size === undefined) left.push(oid)
      else onObject(oid, size)
      if (isSlow || ++count % TURN > 0) continue
      isSlow = performance.now() - began > SLOW
      signal?.throwIfAborted()
      await yieldTurn()
      began = performance.now()
    }
    const onResult = ({ sizes }: CheckResult, job: CheckJob): void => {
      for (const [index, oid] of job.oids.entries()) onObject(oid, sizes[index] ?? -1)
    }
    await this.#workers.run(toCheckTasks(left, { folder, hash }), onResult, signal)
  }

  /** Puts a tree, after its members: one that is there promises that they are. Answers its id. */
  putTree(tree: Tree): string {
    const bytes = serialiseTree(tree)
    const oid = treeIdOf(bytes)
    makeFolder(unfinishedFolder(this.folder), this.folderMode)
    try {
      storeBytes(bytes, oid, { folder: this.folder, folderMode: this.folderMode })
    } catch (error) {
      throw toFileError(error, objectPath(this.folder, oid))
    }
    return oid
  }

  /** A new path on the store's disk for an object that is not finished, such as one that is fetched. */
  unfinishedPath(): string {
    const folder = unfinishedFolder(this.folder)
    if (!existsSync(folder)) makeFolder(folder, this.folderMode)
    return temporaryPath(folder)
  }

  /**
   * Makes a file at an {@link unfinishedPath} the object of a name. Throws DATA_LOSS, and removes the file, when its bytes are others than the
   * name says; they are read for that unless somebody has done it.
   */
  adopt(path: string, oid: string, options: { readonly isVerified?: boolean } = {}): void {
    const target = this.path(oid)
    try {
      if (options.isVerified !== true && hashObject(path, this.hash) !== oid.slice(0, 32)) {
        throw new RepriseError('DATA_LOSS', `What was to be the object ${oid} has other content.`, {
          hint: 'It is damaged where it came from.',
        })
      }
      chmodSync(path, OBJECT_MODE)
      placeObject(path, { folder: this.folder, oid, folderMode: this.folderMode })
    } catch (error) {
      rmSync(path, { force: true })
      throw toFileError(error, target)
    }
  }

  /** Undefined where there is no such object; DATA_LOSS where it is no tree. */
  readTree(oid: string): Tree | undefined {
    const path = this.path(oid)
    const stats = statSync(path, { throwIfNoEntry: false })
    if (!isTreeId(oid) || stats?.isFile() !== true) return undefined
    if (stats.size > LARGEST_TREE) throw new RepriseError('DATA_LOSS', `${path} is larger than any tree that can be worked with.`)
    return parseTree(readFileSync(path), path)
  }

  /** All objects, in no order. */
  list(): Generator<string> {
    return listObjects(this.folder)
  }

  /** Removes an object; answers whether there was one. */
  remove(oid: string): boolean {
    try {
      unlinkSync(this.path(oid))
      return true
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
      throw toFileError(error, this.path(oid))
    }
  }

  /** Removes what writers that died left behind. */
  tidy(now: number): void {
    removeAbandoned(unfinishedFolder(this.folder), now)
  }
}

function* oidsOf(tree: Tree): Generator<string> {
  for (const { md5 } of tree) yield md5
}

function* toCheckTasks(oids: Iterable<string>, place: { folder: string; hash: HashName }): Generator<Task<'check'>> {
  let batch: string[] = []
  const toTask = (): Task<'check'> => ({ job: { kind: 'check', ...place, oids: batch }, bytes: 0 })
  for (const oid of oids) {
    if (!isOid(oid)) throw new RepriseError('INVALID_PARAMETER_VALUE', `${JSON.stringify(oid)} is no md5.`)
    batch.push(oid)
    if (batch.length < BATCH) continue
    yield toTask()
    batch = []
  }
  if (batch.length > 0) yield toTask()
}
