import type { CompareContext, Comparer } from '../comparer.ts'
import type { Comparison } from '../comparison.ts'
import { createTally, type Tally } from '../numbers/tally.ts'
import { addNamedNumbers, addTexts, type Named } from '../text/add-values.ts'
import { decodeText, excerpt, looksLikeText } from '../text/decode-text.ts'
import { sameInOtherOrder } from '../text/order.ts'
import { type JsonTree, parseJsonTree } from '../text/parse-json.ts'
import type { Setting } from '../text/setting.ts'

/** JSON: the order of names and the blanks say nothing; numbers may be within the tolerance; texts as in any text. */
export const jsonComparer: Comparer = {
  name: 'json',
  takes: ({ name, bytes }) => /\.(?:json|ipynb|webmanifest|geojson)$/.test(name) || (looksLikeText(bytes) && beginsLikeJson(bytes)),
  compare: compareJson,
}

const OPENING = new Set([0x7b, 0x5b])

function beginsLikeJson(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => byte > 0x20)
  const last = bytes.findLast((byte) => byte > 0x20)
  return first !== undefined && OPENING.has(first) && last === first + 2
}

function compareJson(a: Uint8Array, b: Uint8Array, { tolerance, settings }: CompareContext): Comparison {
  const tally = createTally(tolerance)
  const notes = new Set<string>()
  addTrees(tally, [parseJsonTree(decodeText(a)), parseJsonTree(decodeText(b))], { path: '$', key: '', notes, settings })
  return { rung: tally.rung(), comparer: 'json', evidence: tally.evidence(), notes: [...notes], ...tally.marks() }
}

interface Spot {
  readonly path: string
  /** Of the member that it is, or is in. */
  readonly key: string
  readonly settings: readonly [Setting, Setting]
  readonly notes: Set<string>
}

function addTrees(tally: Tally, [a, b]: readonly [JsonTree, JsonTree], spot: Spot): void {
  const named: Named = { name: spot.key, place: () => spot.path, settings: spot.settings }
  if (a.kind === 'object' && b.kind === 'object') return addObjects(tally, [a.members, b.members], spot)
  if (a.kind === 'array' && b.kind === 'array') return addArrays(tally, [a.items, b.items], spot)
  if (a.kind === 'number' && b.kind === 'number') return addNamedNumbers(tally, [a.text, b.text], named)
  if (a.kind === 'text' && b.kind === 'text') return addTexts(tally, [a.text, b.text], named)
  tally.addExact(print(a) === print(b), () => ({ place: spot.path, a: print(a), b: print(b) }))
}

function addObjects(tally: Tally, [a, b]: readonly [ReadonlyMap<string, JsonTree>, ReadonlyMap<string, JsonTree>], spot: Spot): void {
  for (const name of new Set([...a.keys(), ...b.keys()])) {
    const [left, right] = [a.get(name), b.get(name)]
    const path = /^[A-Za-z_]\w*$/.test(name) ? `${spot.path}.${name}` : `${spot.path}[${JSON.stringify(name)}]`
    if (left !== undefined && right !== undefined) addTrees(tally, [left, right], { ...spot, path, key: name })
    else
      tally.addExact(false, () => ({
        place: path,
        a: left === undefined ? 'missing' : print(left),
        b: right === undefined ? 'missing' : print(right),
      }))
  }
}

function addArrays(tally: Tally, [a, b]: readonly [readonly JsonTree[], readonly JsonTree[]], spot: Spot): void {
  if (a.length !== b.length) {
    return tally.addExact(false, () => ({ place: spot.path, a: `${a.length} items`, b: `${b.length} items` }))
  }
  const before = tally.rung()
  a.forEach((item, index) => {
    const other = b[index]
    if (other !== undefined) addTrees(tally, [item, other], { ...spot, path: `${spot.path}[${index}]` })
  })
  if (before !== 'different' && tally.rung() === 'different' && sameInOtherOrder(a.map(printWhole), b.map(printWhole))) {
    spot.notes.add(`${spot.path} has the same items in another order`)
  }
}

function print(tree: JsonTree): string {
  if (tree.kind === 'object') return tree.members.size === 0 ? '{}' : '{…}'
  if (tree.kind === 'array') return tree.items.length === 0 ? '[]' : '[…]'
  return tree.kind === 'text' ? excerpt(tree.text) : tree.text
}

function printWhole(tree: JsonTree): string {
  if (tree.kind === 'array') return `[${tree.items.map(printWhole).join(',')}]`
  if (tree.kind !== 'object') return tree.kind === 'text' ? JSON.stringify(tree.text) : tree.text
  const members = [...tree.members].map(([name, value]) => `${JSON.stringify(name)}:${printWhole(value)}`)
  return `{${members.toSorted().join(',')}}`
}
