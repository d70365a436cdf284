import { isMapping, isSequence, typeName, type Scalar, type Value } from '../python/index.ts'
import { ContextNode, isNodes, type Context, type Tracked } from './context.ts'
import { TemplateError } from './errors.ts'
import { findExpressions, parseExpression } from './expressions.ts'
import { toStr, type ParsingOptions } from './to-str.ts'

export interface Interpolation {
  readonly context: Context
  readonly parsing: ParsingOptions
  /** The key of the stage whose value is resolved: only `cmd` may hold dictionaries, and only strings and numbers go anywhere else. */
  readonly key?: string
  /** Whether names are used as they were written: those of groups, whose syntax was checked before, are named so in messages. */
  readonly asWritten?: boolean
  /** Collects the parameters that were used. */
  readonly tracked?: Tracked
}

/** Resolves every `${…}` in a value, at any depth, in keys too. */
export function interpolate(value: Value, interpolation: Interpolation): Value {
  if (typeof value === 'string') return interpolateString(value, interpolation)
  if (isSequence(value)) return Array.from(value, (item) => interpolate(item, interpolation))
  if (!isMapping(value)) return value
  const result = new Map<Scalar, Value>()
  for (const [key, member] of value) {
    const name = interpolate(key, interpolation)
    if (isMapping(name) || isSequence(name)) throw new TemplateError('syntax', `Cannot interpolate data of type '${typeName(name)}'`)
    result.set(name as Scalar, interpolate(member, interpolation))
  }
  return result
}

/** A string that is one `${…}` becomes the value itself; inside a longer one the value is printed. A `\${` is written as `${`. */
function interpolateString(text: string, interpolation: Interpolation): Value {
  const matches = findExpressions(text)
  const [only] = matches
  if (matches.length === 1 && only !== undefined && only.start === 0 && only.end === text.length) return select(only.inner, interpolation)
  let result = ''
  let at = 0
  for (const { inner, start, end } of matches) {
    result += text.slice(at, start) + toStr(select(inner, interpolation), interpolation.parsing)
    at = end
  }
  return (result + text.slice(at)).replaceAll('\\${', '${')
}

function select(inner: string, interpolation: Interpolation): Value {
  const { key, tracked, context } = interpolation
  const node = context.select(interpolation.asWritten === true ? inner : parseExpression(inner))
  if (tracked !== undefined) track(node, tracked)
  const { value } = node
  const composite = isMapping(value) || isSequence(value)
  if (composite && key !== undefined && !(key === 'cmd' && isMapping(value))) {
    throw new TemplateError('syntax', `Cannot interpolate data of type '${typeName(value)}'`)
  }
  return value
}

function track(node: ContextNode, tracked: Tracked): void {
  const { source, local, path } = node.origin
  if (local || source === undefined || node.content instanceof Map) return
  const keys = tracked.get(source) ?? new Map<string, Value>()
  tracked.set(source, keys.set(path.join('.'), node.value))
}

/** Like {@link interpolate}, but what a whole string selects stays a node, so that its parts are tracked where they are used. */
export function interpolateNodes(value: Value, interpolation: Interpolation): ContextNode | PlainNodes {
  if (typeof value === 'string') {
    const [only, ...others] = findExpressions(value)
    if (only !== undefined && others.length === 0 && only.start === 0 && only.end === value.length) {
      return interpolation.context.select(parseExpression(only.inner))
    }
    return { plain: interpolate(value, interpolation) }
  }
  if (isSequence(value)) return { items: Array.from(value, (item) => interpolateNodes(item, interpolation)) }
  if (!isMapping(value)) return { plain: value }
  return {
    members: [...value].map(([key, member]) => [toStr(interpolate(key, interpolation)), interpolateNodes(member, interpolation)] as const),
  }
}

/** What `foreach` and `matrix` are given in the file itself, with the nodes that it refers to. */
export type PlainNodes =
  | { readonly plain: Value }
  | { readonly items: readonly (ContextNode | PlainNodes)[] }
  | { readonly members: readonly (readonly [string, ContextNode | PlainNodes])[] }

/** The items of a list, or the members of a mapping; undefined for a single value. */
export function listOf(node: ContextNode | PlainNodes): readonly (ContextNode | PlainNodes)[] | undefined {
  if (node instanceof ContextNode) return isNodes(node.content) ? node.content : undefined
  return 'items' in node ? node.items : undefined
}

export function membersOf(node: ContextNode | PlainNodes): readonly (readonly [string, ContextNode | PlainNodes])[] | undefined {
  if (node instanceof ContextNode) return node.content instanceof Map ? [...node.content] : undefined
  return 'members' in node ? node.members : undefined
}

/** Makes a node of the context, at `path`, that keeps the nodes inside. */
export function graft(node: ContextNode | PlainNodes, path: readonly string[]): ContextNode {
  if (node instanceof ContextNode) return node
  const origin = { source: undefined, path, local: true }
  if ('items' in node) {
    return new ContextNode(
      node.items.map((item, index) => graft(item, [...path, String(index)])),
      origin,
    )
  }
  if ('members' in node) return new ContextNode(new Map(node.members.map(([key, member]) => [key, graft(member, [...path, key])])), origin)
  return new ContextNode(node.plain as Scalar, origin)
}
