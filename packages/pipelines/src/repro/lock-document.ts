import { readFileSync, statSync } from 'node:fs'
import { type LockedStage, toLockDocument } from '../files/index.ts'
import { decodeText, replaceFile } from '../paths/index.ts'
import { copyValue, equals, isMapping, type Scalar, type Value } from '../python/index.ts'
import { YamlDocument } from '../yaml/index.ts'

export interface LockChange {
  readonly isNew: boolean
  readonly isChanged: boolean
}

/**
 * One `dvc.lock`, written after each stage, or after many. It is kept parsed, and read again when another process has written it. Entries that are
 * new come in the order of the plan, in whatever order stages end.
 */
export class LockDocument {
  readonly #path: string
  readonly #name: string
  readonly #order: ReadonlyMap<string, number>
  readonly #added = new Map<string, LockedStage>()
  /** What was put and is not written yet. */
  readonly #unwritten = new Map<string, LockedStage>()
  #document: YamlDocument | undefined
  /** What it says of stages, beside it: making its value takes as long as there are stages. */
  #stages: Map<Scalar, Value> | undefined
  #isNew = true
  #version: string | undefined

  /** @param order the stages of the file as they are planned */
  constructor(path: string, options: { readonly name: string; readonly order: readonly string[] }) {
    this.#path = path
    this.#name = options.name
    this.#order = new Map(options.order.map((name, index) => [name, index]))
  }

  /**
   * Records a stage. When the process ends meanwhile, the file is as it was before or as it is after. With `isKept` it is written by the next
   * {@link LockDocument.flush}: writing thousands of stages after each of them takes longer than anything else.
   */
  put(name: string, stage: LockedStage, { isKept = false }: { readonly isKept?: boolean | undefined } = {}): LockChange {
    const change = this.#put(name, stage)
    if (isKept) this.#unwritten.set(name, stage)
    else this.#write()
    return change
  }

  /** Writes what was kept. */
  flush(): void {
    if (this.#unwritten.size > 0) this.#write()
  }

  #put(name: string, stage: LockedStage): LockChange {
    const { document, isNew } = this.#open()
    // Parameters of a file are read once for several stages: what they share would be written as an alias.
    const entry = copyValue(toLockDocument(stage))
    const before = this.#stages?.get(name)
    const isChanged = before === undefined || !equals(before, entry)
    if (isNew) document.set(['schema'], '2.0')
    if (this.#stages === undefined) document.set(['stages'], new Map())
    document.set(['stages', name], entry)
    this.#stages = (this.#stages ?? new Map<Scalar, Value>()).set(name, entry)
    if (before === undefined || this.#added.has(name)) {
      this.#added.set(name, stage)
      this.#moveLater(document, name)
    }
    return { isNew, isChanged }
  }

  #open(): { readonly document: YamlDocument; readonly isNew: boolean } {
    const version = versionOf(this.#path)
    if (this.#document === undefined || version !== this.#version) {
      this.#document = new YamlDocument(version === undefined ? '' : decodeText(readFileSync(this.#path), this.#name), this.#name)
      this.#version = version
      const { value } = this.#document
      const stages = value.get('stages')
      this.#stages = isMapping(stages) ? new Map(stages) : undefined
      this.#isNew = value.size === 0
      this.#added.clear()
      for (const [name, stage] of this.#unwritten) this.#put(name, stage)
    }
    return { document: this.#document, isNew: this.#isNew && this.#stages === undefined }
  }

  /** New entries of later stages go behind this one. */
  #moveLater(document: YamlDocument, name: string): void {
    const place = this.#order.get(name) ?? Infinity
    const later = [...this.#added].filter(([other]) => (this.#order.get(other) ?? -1) > place)
    for (const [other, stage] of later.toSorted(([left], [right]) => (this.#order.get(left) ?? 0) - (this.#order.get(right) ?? 0))) {
      document.delete(['stages', other])
      document.set(['stages', other], copyValue(toLockDocument(stage)))
    }
  }

  #write(): void {
    try {
      replaceFile(this.#path, this.#open().document.toString())
      this.#version = versionOf(this.#path)
      this.#unwritten.clear()
    } catch (error) {
      this.#document = undefined
      throw error
    }
  }
}

function versionOf(path: string): string | undefined {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stats === undefined ? undefined : `${stats.ino} ${stats.size} ${stats.mtimeNs}`
}
