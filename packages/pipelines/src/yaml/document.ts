import { isMapping, type Mapping, type Scalar, type Value } from '../python/index.ts'
import { Composer } from './composing/composer.ts'
import { construct } from './composing/construct.ts'
import { applyDiff } from './documents/apply-diff.ts'
import { DocumentLoader } from './documents/load.ts'
import { KeptMapping, type Part } from './documents/model.ts'
import { valueOf } from './documents/value.ts'
import { namingFile } from './scanning/errors.ts'
import { emit } from './writing/emit.ts'
import { represent } from './writing/represent.ts'

/**
 * Reads the one document of a text by the rules of YAML 1.2 as ruamel has them: `1e3` is a float, `0o14` and `012` are 12, `yes` is a string,
 * dates are dates. What an alias names is the same object in each place. An empty text is null.
 *
 * @throws RepriseError INVALID_PARAMETER_VALUE that names `file`, line and column: broken text, equal keys, more than 250 levels, aliases that
 *   stand for millions of values
 */
export function loadYaml(text: string, file: string): Value {
  return namingFile(file, () => {
    const composer = new Composer(unifyLineBreaks(text), false)
    const root = composer.compose()
    return root === undefined ? null : construct(root, composer)
  })
}

/** Writes a value as ruamel does, byte for byte: width 80, sequences below their keys, anchors for an object that stands in several places. */
export function dumpYaml(value: Value): string {
  return emit(represent(value))
}

/**
 * The text with as little changed as its value needs to become `value`: comments, order, flow style and the spelling of numbers stay, quotes and
 * indentation are made anew, as DVC does it. A text without a document becomes the plain value.
 */
export function editYaml(text: string, value: Mapping, file: string): string {
  const document = new YamlDocument(text, file)
  document.merge([], value)
  return document.toString()
}

/** A document that keeps its comments while it is edited. Paths are keys of mappings, from the root; the root must be a mapping or empty. */
export class YamlDocument {
  #root: KeptMapping

  constructor(text: string, file: string) {
    this.#root = namingFile(file, () => loadRoot(unifyLineBreaks(text)))
  }

  /** The value that the document has now. */
  get value(): Mapping {
    const value = valueOf(this.#root)
    return isMapping(value) ? value : new Map()
  }

  /** Makes what stands at `path` equal to `value` by touching only what differs; where nothing of the kind stands, it is set. */
  merge(path: readonly Scalar[], value: Mapping): void {
    const part = this.#find(path)
    if (part instanceof KeptMapping && part.entries.size > 0) applyDiff(value, part)
    else this.set(path, value)
  }

  /** Puts a value at `path`; comments inside what stood there are lost, those around it stay. Mappings on the way are created. */
  set(path: readonly Scalar[], value: Value): void {
    const key = path.at(-1)
    if (key === undefined) {
      this.#root = new KeptMapping()
      if (isMapping(value)) for (const [name, member] of value) this.#root.set(name, member)
      return
    }
    this.#parent(path).set(key, value)
  }

  /** Removes an entry; says whether there was one. */
  delete(path: readonly Scalar[]): boolean {
    const parent = this.#find(path.slice(0, -1))
    const key = path.at(-1)
    if (key === undefined || !(parent instanceof KeptMapping) || !parent.entries.has(key)) return false
    parent.delete(key)
    return true
  }

  toString(): string {
    return emit(represent(this.#root))
  }

  #find(path: readonly Scalar[]): Part | undefined {
    let part: Part | undefined = this.#root
    for (const key of path) part = part instanceof KeptMapping ? part.entries.get(key) : undefined
    return part
  }

  #parent(path: readonly Scalar[]): KeptMapping {
    let parent = this.#root
    for (const key of path.slice(0, -1)) {
      const next = parent.entries.get(key)
      const child = next instanceof KeptMapping ? next : keepValue(next)
      if (child !== next) parent.add(key, child)
      parent = child
    }
    return parent
  }
}

/** A plain mapping that an edit has put into the document, so that it can be edited in turn. */
function keepValue(part: Part | undefined): KeptMapping {
  const result = new KeptMapping()
  if (part instanceof Map) for (const [key, member] of part as Mapping) result.set(key, member)
  return result
}

function loadRoot(text: string): KeptMapping {
  const composer = new Composer(text, true)
  const node = composer.compose()
  const part = node === undefined ? null : new DocumentLoader(composer.version11).part(node)
  return part instanceof KeptMapping ? part : new KeptMapping()
}

/** Files are read as Python reads text: every kind of line break is one newline. */
function unifyLineBreaks(text: string): string {
  return text.replace(/\r\n?/g, '\n')
}
