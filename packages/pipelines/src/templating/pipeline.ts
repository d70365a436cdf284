import { posix } from 'node:path'
import { isMapping, isSequence, str, type Mapping, type Scalar, type Value } from '../python/index.ts'
import { Context, type ContextNode, type ReadParameters, type Tracked } from './context.ts'
import { naming, refuse } from './errors.ts'
import { findExpressions, parseExpression } from './expressions.ts'
import { expandGroup, type Member } from './groups.ts'
import { interpolate, type Interpolation } from './interpolate.ts'
import { toStr, type ParsingOptions } from './to-str.ts'

export interface PipelineSurroundings {
  /** The folder of the `dvc.yaml`, from the root of the repository; empty for the root. */
  readonly folder: string
  readonly read: ReadParameters
  readonly parsing?: ParsingOptions
}

/** A stage as it stands after templating. */
export interface ResolvedStage {
  readonly name: string
  /** What `dvc.yaml` would hold for it without templates; `vars` are gone. */
  readonly definition: Mapping
  /** The parameters that its templates used. */
  readonly tracked: Tracked
}

/**
 * Resolves the templates of one `dvc.yaml`: `${…}`, `vars`, `foreach` and `matrix`. The document must have been validated. Stages are resolved one
 * by one, so a broken one does not hide the others.
 */
export class PipelineTemplates {
  readonly #document: Mapping
  readonly #surroundings: PipelineSurroundings
  readonly #file: string
  readonly #context: Context
  readonly #groups = new Map<string, Map<string, Member>>()

  /** @throws RepriseError INVALID_PARAMETER_VALUE where `params.yaml` or `vars` cannot be loaded */
  constructor(document: Mapping, surroundings: PipelineSurroundings) {
    this.#document = document
    this.#surroundings = surroundings
    this.#file = posix.normalize(posix.join(surroundings.folder, 'dvc.yaml'))
    this.#context = new Context(surroundings.read)
    const vars = listIn(document, 'vars')
    refuseTemplates(vars, 'vars', this.#file)
    naming({ what: "'vars'", file: this.#file }, () => {
      this.#context.loadDefault(surroundings.folder)
      this.#context.loadVars(vars, { folder: surroundings.folder })
    })
  }

  /** The names of all stages, those of groups included, in the order of the file. */
  names(): string[] {
    return [...this.#stages()].flatMap(([name, definition]) =>
      isGroup(definition) ? [...this.#members(str(name), definition).keys()].map((suffix) => `${str(name)}@${suffix}`) : [str(name)],
    )
  }

  /** The names of the stages of a group; undefined where there is no group of that name. */
  groupNames(group: string): string[] | undefined {
    const definition = this.#stages().get(group)
    if (!isMapping(definition) || !isGroup(definition)) return undefined
    return [...this.#members(group, definition).keys()].map((suffix) => `${group}@${suffix}`)
  }

  has(name: string): boolean {
    return this.#find(name) !== undefined
  }

  /** @throws RepriseError RESOURCE-like message `Could not find 'NAME'`, or what is wrong with its templates */
  resolve(name: string): ResolvedStage {
    const found = this.#find(name)
    if (found === undefined) throw refuse(`Could not find '${name}'`)
    const { definition, member, group } = found
    const body = bodyOf(definition)
    for (const [key, value] of body) {
      naming({ what: `'stages.${group}.${str(key)}'`, file: this.#file }, () => checkSyntax(value))
    }
    return this.#resolveStage(name, body, member)
  }

  /** A section outside `stages`, such as `metrics`, `params`, `plots`, `artifacts`; null where there is none. */
  resolveSection(section: 'metrics' | 'params' | 'plots' | 'artifacts' | 'datasets'): Value {
    const value = this.#document.get(section) ?? null
    const entries = isSequence(value) ? value.map((item, index) => [String(index), item] as const) : isMapping(value) ? [...value] : []
    const resolved = entries.map(([key, item]) => {
      const frame = { what: `'${section}.${str(key)}'`, file: this.#file }
      return naming(frame, () => {
        checkSyntax(key)
        checkSyntax(item)
        return [this.#interpolate(key), this.#interpolate(item)] as const
      })
    })
    if (isSequence(value)) return resolved.map(([, item]) => item)
    return isMapping(value) ? new Map(resolved.map(([key, item]) => [key as Scalar, item])) : null
  }

  #interpolate(value: Value): Value {
    return interpolate(value, { context: this.#context, parsing: this.#surroundings.parsing ?? {} })
  }

  #stages(): Mapping {
    const stages = this.#document.get('stages')
    return isMapping(stages) ? stages : new Map()
  }

  #members(name: string, definition: Mapping): Map<string, Member> {
    const known = this.#groups.get(name)
    if (known !== undefined) return known
    const interpolation = { context: this.#context, parsing: this.#surroundings.parsing ?? {} }
    const members = expandGroup({ name, definition, file: this.#file }, interpolation)
    this.#groups.set(name, members)
    return members
  }

  #find(name: string): { definition: Mapping; member: Member | undefined; group: string } | undefined {
    const at = name.lastIndexOf('@')
    const group = at < 0 ? name : name.slice(0, at)
    const definition = this.#stages().get(group)
    if (!isMapping(definition)) return undefined
    if (!isGroup(definition)) return at < 0 ? { definition, member: undefined, group } : undefined
    const member = at < 0 ? undefined : this.#members(group, definition).get(name.slice(at + 1))
    return member === undefined ? undefined : { definition, member, group }
  }

  #resolveStage(name: string, body: Mapping, member: Member | undefined): ResolvedStage {
    const vars = listIn(body, 'vars')
    const bindings = member?.bindings ?? new Map<string, ContextNode>()
    const context = vars.length === 0 && bindings.size === 0 ? this.#context : this.#context.clone()
    for (const [key, node] of bindings) context.branches.set(key, node)
    const tracked: Tracked = new Map()
    const interpolation = { context, parsing: this.#surroundings.parsing ?? {}, asWritten: member !== undefined }
    const folder = this.#workingFolder(name, body, interpolation)
    refuseTemplates(vars, `stages.${name}.vars`, this.#file)
    naming({ what: `stage '${name}'`, file: this.#file }, () =>
      naming({ what: `'stages.${name}.vars'`, file: this.#file, problems: ['loaded'] }, () =>
        context.loadVars(vars, { folder, stage: name, reserved: new Set(bindings.keys()) }),
      ),
    )
    const definition = new Map<Scalar, Value>()
    for (const [key, value] of body) {
      if (key === 'vars') continue
      const frame = { what: `'stages.${name}.${str(key)}'`, file: this.#file }
      definition.set(
        key,
        naming(frame, () => interpolate(value, { ...interpolation, key: str(key), tracked })),
      )
    }
    return { name, definition, tracked }
  }

  #workingFolder(name: string, body: Mapping, interpolation: Interpolation): string {
    const folder = body.get('wdir')
    if (folder === undefined || folder === null) return this.#surroundings.folder
    const resolved = naming({ what: `'stages.${name}.wdir'`, file: this.#file }, () => toStr(interpolate(folder, interpolation)))
    return posix.join(this.#surroundings.folder, resolved)
  }
}

function isGroup(definition: Value): definition is Mapping {
  return isMapping(definition) && (definition.has('foreach') || definition.has('matrix'))
}

/** What each stage of a group is made from. */
function bodyOf(definition: Mapping): Mapping {
  const body = definition.get('do')
  if (definition.has('foreach') && isMapping(body)) return body
  return new Map([...definition].filter(([key]) => key !== 'matrix'))
}

function listIn(mapping: Mapping, key: string): readonly Value[] {
  const value = mapping.get(key)
  return isSequence(value) ? value : []
}

function checkSyntax(value: Value): void {
  forEachString(value, (text) => {
    for (const { inner } of findExpressions(text)) parseExpression(inner)
  })
}

function refuseTemplates(value: Value, where: string, file: string): void {
  forEachString(value, (text) => {
    if (findExpressions(text).length > 0) throw refuse(`failed to parse '${where}' in '${file}': interpolating is not allowed`)
  })
}

function forEachString(value: Value, visit: (text: string) => void): void {
  if (typeof value === 'string') visit(value)
  else if (isSequence(value)) for (const item of value) forEachString(item, visit)
  else if (isMapping(value)) {
    for (const [key, member] of value) {
      forEachString(key, visit)
      forEachString(member, visit)
    }
  }
}
