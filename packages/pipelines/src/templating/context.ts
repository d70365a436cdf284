import { posix } from 'node:path'
import { isMapping, isSequence, PythonDate, PythonSet, typeName, type Mapping, type Scalar, type Value } from '../python/index.ts'
import { refuse, TemplateError } from './errors.ts'

/** Where a value of the context comes from. */
export interface Origin {
  /** A parameter file, or `vars[0]`. */
  readonly source: string | undefined
  readonly path: readonly string[]
  /** Whether it is no value of a file: such are not tracked as parameters. */
  readonly local: boolean
}

export type Branches = Map<string, ContextNode>

/** A value of the context that remembers where it comes from. */
export class ContextNode {
  readonly content: Scalar | readonly ContextNode[] | Branches
  readonly origin: Origin

  constructor(content: Scalar | readonly ContextNode[] | Branches, origin: Origin) {
    this.content = content
    this.origin = origin
  }

  get value(): Value {
    const { content } = this
    if (content instanceof Map) return new Map([...content].map(([key, node]) => [key, node.value]))
    return isNodes(content) ? content.map((node) => node.value) : content
  }

  get isCollection(): boolean {
    return this.content instanceof Map || isNodes(this.content)
  }
}

/** Whether the content of a node is a list. */
export function isNodes(content: ContextNode['content']): content is readonly ContextNode[] {
  return Array.isArray(content)
}

function toNode(value: Value, origin: Origin): ContextNode {
  const below = (key: string): Origin => ({ ...origin, path: [...origin.path, key] })
  if (value instanceof PythonDate || value instanceof PythonSet) {
    throw refuse(
      `unexpected error - Unsupported value of type '${typeName(value)}' in '${origin.source ?? '<local>'}:${origin.path.join('.')}'`,
    )
  }
  if (isSequence(value)) {
    return new ContextNode(
      Array.from(value, (item, index) => toNode(item, below(String(index)))),
      origin,
    )
  }
  if (!isMapping(value)) return new ContextNode(value, origin)
  const branches: Branches = new Map()
  for (const [key, member] of value) if (typeof key === 'string') branches.set(key, toNode(member, below(key)))
  return new ContextNode(branches, origin)
}

/** Reads a parameter file by its path from the root of the repository; undefined where there is none. */
export type ReadParameters = (path: string) => Value | undefined

/** The parameters that were used while something was resolved: by file, by dotted key. */
export type Tracked = Map<string, Map<string, Value>>

/** The names that `${…}` may refer to, collected from `params.yaml` and `vars`. */
export class Context {
  readonly branches: Branches
  readonly #imports: Map<string, readonly string[] | undefined>
  readonly #read: ReadParameters

  constructor(read: ReadParameters, from?: Context) {
    this.#read = read
    this.branches = from === undefined ? new Map() : copy(from.branches)
    this.#imports = new Map(from === undefined ? [] : from.#imports)
  }

  clone(): Context {
    return new Context(this.#read, this)
  }

  /** Loads what `vars` lists: files, parts of files (`x.yaml:key1,key2`) and mappings. `reserved` names may not be defined anew. */
  loadVars(
    vars: readonly Value[],
    where: { readonly folder: string; readonly stage?: string; readonly reserved?: ReadonlySet<string> },
  ): void {
    for (const [index, item] of vars.entries()) {
      if (typeof item === 'string') this.loadFile(item, where)
      else if (isMapping(item)) {
        const source = `${where.stage === undefined ? '' : `${where.stage}.`}vars[${index}]`
        this.#merge(toNode(item, { source, path: [], local: true }), where.reserved)
      }
    }
  }

  /** Loads a parameter file, or some of its keys; a file can be loaded as a whole only once. */
  loadFile(item: string, where: { readonly folder: string; readonly reserved?: ReadonlySet<string> }): void {
    const colon = item.indexOf(':')
    const path = posix.normalize(posix.join(where.folder, colon < 0 ? item : item.slice(0, colon)))
    const names =
      colon < 0
        ? []
        : item
            .slice(colon + 1)
            .split(',')
            .filter((name) => name !== '')
    const keys = names.length === 0 ? undefined : names
    if (this.#imports.has(path)) {
      const loaded = this.#imports.get(path)
      if (keys === undefined && loaded === undefined) return
      refuseLoadedTwice(item, keys, loaded)
    }
    this.#merge(this.#readNode(path, keys), where.reserved)
    this.#imports.set(path, keys === undefined ? undefined : [...(this.#imports.get(path) ?? []), ...keys])
  }

  /** Loads the default file of a folder where there is one. */
  loadDefault(folder: string): void {
    if (this.#read(posix.normalize(posix.join(folder, 'params.yaml'))) !== undefined) this.loadFile('params.yaml', { folder })
  }

  /** What a dotted name refers to. */
  select(name: string): ContextNode {
    let node: ContextNode | undefined = new ContextNode(this.branches, { source: undefined, path: [], local: true })
    for (const part of name.replaceAll('[', '.').replaceAll(']', '').split('.')) node = child(node, part.trim())
    if (node === undefined) throw new TemplateError('missing', `Could not find '${name}'`)
    return node
  }

  #readNode(path: string, keys: readonly string[] | undefined): ContextNode {
    const value = this.#read(path)
    if (value === undefined) throw new TemplateError('file', `'${path}' does not exist`)
    if (!isMapping(value)) throw new TemplateError('file', `expected a dictionary, got '${typeName(value)}' in file '${path}'`)
    const selected = keys === undefined ? value : new Map(keys.map((key) => [key, required(value, key, path)]))
    return toNode(selected, { source: path, path: [], local: false })
  }

  #merge(node: ContextNode, reserved: ReadonlySet<string> | undefined): void {
    const update = node.content instanceof Map ? node.content : new Map<string, ContextNode>()
    const touched = [...(reserved ?? [])].filter((name) => update.has(name))
    if (touched.length > 0) {
      throw new TemplateError('reserved', `attempted to modify reserved key${touched.length > 1 ? 's' : ''} ${touched.join(' and ')}`)
    }
    mergeBranches(this.branches, update)
  }
}

function mergeBranches(into: Branches, update: Branches): void {
  for (const [key, node] of update) {
    const there = into.get(key)
    if (there?.content instanceof Map && node.content instanceof Map) mergeBranches(there.content, node.content)
    else if (there !== undefined) {
      const message = `cannot redefine '${node.origin.path.join('.')}' from '${node.origin.source}' as it already exists in '${there.origin.source}'`
      throw new TemplateError('merge', message)
    } else into.set(key, node)
  }
}

function child(node: ContextNode | undefined, name: string): ContextNode | undefined {
  const content = node?.content
  if (content instanceof Map) return content.get(name)
  if (content === undefined || !isNodes(content) || !/^[-+]?\d+$/.test(name)) return undefined
  return content.at(Number(name))
}

function required(mapping: Mapping, key: string, path: string): Value {
  const value = mapping.get(key)
  if (value === undefined) throw new TemplateError('file', `could not find '${key}' in '${path}'`)
  return value
}

function refuseLoadedTwice(item: string, keys: readonly string[] | undefined, loaded: readonly string[] | undefined): void {
  if (keys !== undefined && loaded === undefined)
    throw new TemplateError('loaded', `cannot partially load '${item}' as it's already loaded.`)
  if (keys === undefined || keys.some((key) => loaded?.includes(key) === true)) {
    throw new TemplateError('loaded', `cannot load '${item}' as it's partially loaded already`)
  }
}

/** Copies dictionaries; values and lists are never changed. */
function copy(branches: Branches): Branches {
  return new Map(
    [...branches].map(([key, node]) => [key, node.content instanceof Map ? new ContextNode(copy(node.content), node.origin) : node]),
  )
}
