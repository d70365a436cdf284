import { isMapping, isSequence, str, typeName, type Mapping, type Value } from '../python/index.ts'
import { ContextNode } from './context.ts'
import { naming, refuse } from './errors.ts'
import { graft, interpolateNodes, listOf, membersOf, type Interpolation, type PlainNodes } from './interpolate.ts'
import { toStr } from './to-str.ts'

/** One stage of a `foreach` or `matrix`: its suffix, and what `${item}` and `${key}` are in it. */
export interface Member {
  readonly suffix: string
  readonly bindings: ReadonlyMap<string, ContextNode>
}

/** Combinations of a matrix: as many take seconds, and no machine runs them. */
const MOST = 100_000

interface Group {
  readonly name: string
  readonly definition: Mapping
  readonly file: string
}

/** The stages of a group in order; equal suffixes are one stage, the last of them. */
export function expandGroup(group: Group, interpolation: Interpolation): Map<string, Member> {
  const members = group.definition.has('matrix') ? expandMatrix(group, interpolation) : expandForeach(group, interpolation)
  return new Map(members.map((member) => [member.suffix, member]))
}

function expandForeach(group: Group, interpolation: Interpolation): Member[] {
  const what = `stages.${group.name}.foreach`
  const data = group.definition.get('foreach') ?? null
  const node = naming({ what: `'${what}'`, file: group.file }, () => interpolateNodes(data, interpolation))
  const pairs = membersOf(node)
  if (pairs !== undefined) {
    return pairs.map(([key, value]) => ({
      suffix: key,
      bindings: new Map([
        ['item', graft(value, ['item'])],
        ['key', graft({ plain: key }, ['key'])],
      ]),
    }))
  }
  const items = listOf(node)
  if (items === undefined) {
    throw refuse(`failed to resolve '${what}' in '${group.file}': expected list/dictionary, got ${typeName(plainValue(node))}`)
  }
  const byIndex = items.some(isComposite)
  return items.map((item, index) => ({
    suffix: byIndex ? String(index) : nameOf(item),
    bindings: new Map([['item', graft(item, ['item'])]]),
  }))
}

function expandMatrix(group: Group, interpolation: Interpolation): Member[] {
  const what = `'stages.${group.name}.matrix'`
  const node = naming({ what, file: group.file }, () => interpolateNodes(group.definition.get('matrix') ?? null, interpolation))
  const axes = (membersOf(node) ?? []).map(([name, values]) => {
    const items = listOf(values)
    if (items === undefined)
      throw refuse(`failed to parse ${what} in '${group.file}': expected a list for '${name}', got ${typeName(plainValue(values))}`)
    return { name, items }
  })
  const count = axes.reduce((product, { items }) => product * items.length, 1)
  if (count > MOST) throw refuse(`failed to parse ${what} in '${group.file}': it has ${count} combinations, more than ${MOST}`)
  let combinations: { fragments: string[]; members: (readonly [string, ContextNode | PlainNodes])[] }[] = [{ fragments: [], members: [] }]
  for (const { name, items } of axes) {
    combinations = combinations.flatMap(({ fragments, members }) =>
      items.map((item, index) => ({
        fragments: [...fragments, isComposite(item) ? `${name}${index}` : nameOf(item)],
        members: [...members, [name, item] as const],
      })),
    )
  }
  return combinations.map(({ fragments, members }) => {
    const suffix = fragments.join('-')
    return {
      suffix,
      bindings: new Map([
        ['key', graft({ plain: suffix }, ['key'])],
        ['item', graft({ members }, ['item'])],
      ]),
    }
  })
}

function isComposite(node: ContextNode | PlainNodes): boolean {
  if (node instanceof ContextNode) return node.isCollection
  return !('plain' in node) || isMapping(node.plain) || isSequence(node.plain)
}

/** A value of the context is named as Python prints it (`True`), one of the file as a template would print it (`true`). */
function nameOf(node: ContextNode | PlainNodes): string {
  return node instanceof ContextNode ? str(node.value) : toStr(plainValue(node))
}

function plainValue(node: ContextNode | PlainNodes): Value {
  return graft(node, []).value
}
