import { Unreadable } from '../comparer.ts'

/** JSON with its numbers as they are written, so that none loses digits. */
export type JsonTree =
  | { readonly kind: 'object'; readonly members: ReadonlyMap<string, JsonTree> }
  | { readonly kind: 'array'; readonly items: readonly JsonTree[] }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'word'; readonly text: string }

const DEEPEST = 200
const blank = /[ \t\r\n]*/y
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const number = /-?(?:\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|Infinity)|NaN/y
const word = /true|false|null/y

/** Parses JSON as Python writes it, NaN and infinities included. Throws {@link Unreadable}, also for a name that an object has twice. */
export function parseJsonTree(text: string): JsonTree {
  let at = 0
  const tree = readValue(0)
  take(blank)
  if (at !== text.length) throw new Unreadable('it is not JSON')
  return tree

  function take(pattern: RegExp): string | undefined {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    if (found !== undefined) at += found.length
    return found
  }

  function takeMark(mark: string): boolean {
    take(blank)
    if (text[at] !== mark) return false
    at += 1
    return true
  }

  function readValue(depth: number): JsonTree {
    if (depth > DEEPEST) throw new Unreadable('it is nested too deeply')
    if (takeMark('{')) return readObject(depth)
    if (takeMark('[')) return readArray(depth)
    const quoted = take(string)
    if (quoted !== undefined) return { kind: 'text', text: JSON.parse(quoted) as string }
    const plain = take(word)
    if (plain !== undefined) return { kind: 'word', text: plain }
    const digits = take(number)
    if (digits !== undefined) return { kind: 'number', text: digits }
    throw new Unreadable('it is not JSON')
  }

  function readObject(depth: number): JsonTree {
    const members = new Map<string, JsonTree>()
    if (takeMark('}')) return { kind: 'object', members }
    do {
      take(blank)
      const quoted = take(string)
      if (quoted === undefined || !takeMark(':')) throw new Unreadable('it is not JSON')
      const name = JSON.parse(quoted) as string
      if (members.has(name)) throw new Unreadable('an object has a name twice')
      members.set(name, readValue(depth + 1))
    } while (takeMark(','))
    if (!takeMark('}')) throw new Unreadable('it is not JSON')
    return { kind: 'object', members }
  }

  function readArray(depth: number): JsonTree {
    const items: JsonTree[] = []
    if (takeMark(']')) return { kind: 'array', items }
    do items.push(readValue(depth + 1))
    while (takeMark(','))
    if (!takeMark(']')) throw new Unreadable('it is not JSON')
    return { kind: 'array', items }
  }
}
