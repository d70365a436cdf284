import type { Scalar, Value } from '../../python/index.ts'
import { commentAt, commentsAt, type Slots } from '../scanning/tokens.ts'

/** A scalar that is written again as it was read, as long as its value stays the same. */
export class KeptScalar {
  readonly value: Scalar
  /** What is written. */
  readonly text: string
  readonly tag: string
  /** `|` or `>`; anything else is chosen anew, since quotes are not kept. */
  readonly style: string | undefined
  readonly anchor: string | undefined
  /** The comment behind the indicator of a block scalar. */
  readonly behind: string | undefined

  constructor(
    value: Scalar,
    form: { text: string; tag: string; style?: string; anchor?: string | undefined; behind?: string | undefined },
  ) {
    this.value = value
    this.text = form.text
    this.tag = form.tag
    this.style = form.style
    this.anchor = form.anchor
    this.behind = form.behind
  }
}

/** A part of a document: kept as it was read, or a plain value that an edit has put there. */
export type Part = KeptSequence | KeptMapping | KeptScalar | Value

/** What sequences and mappings have in common: comments, style and anchor. */
class KeptCollection<Key> {
  /** What hangs on the collection itself. */
  comment: Slots | undefined
  /** Comments at its end. */
  end: Slots[number][] = []
  /** What hangs on entries: behind and before the key (or item), behind and before the value. */
  readonly entryComments = new Map<Key, Slots>()
  flow: boolean | undefined
  anchor: string | undefined

  attach(slots: Slots): void {
    this.comment = slots.slice(0, 2)
    const end = slots[2]
    if (Array.isArray(end)) this.end = [...end] as Slots[number][]
  }

  /** Hangs comments on an entry: on its key, or item, or on its value. */
  attachToEntry(key: Key, slots: Slots, part: 'key' | 'value'): void {
    const entry = this.entryComments.get(key) ?? [null, null, null, null]
    this.entryComments.set(key, entry)
    const at = part === 'key' ? 0 : 2
    if ((entry[at + 1] ?? null) === null) entry[at + 1] = commentsAt(slots, 1)
    entry[at] = commentAt(slots, 0)
  }
}

export class KeptSequence extends KeptCollection<number> {
  readonly items: Part[] = []

  /** Replaces everything: comments of items go, those before and behind the sequence stay. */
  replace(items: readonly Part[]): void {
    this.items.splice(0, this.items.length, ...items)
    this.entryComments.clear()
  }

  set(index: number, value: Value): void {
    this.items[index] = keepStyle(this.items[index], value)
  }
}

/** The mappings that a `<<` key merges, and where the key stands. */
export interface Merge {
  position: number
  readonly mappings: readonly KeptMapping[]
  readonly sequence: KeptSequence | undefined
}

export class KeptMapping extends KeptCollection<Scalar> {
  /** All entries, the merged ones behind the own ones. */
  readonly entries = new Map<Scalar, Part>()
  /** Keys that stand in the mapping itself. */
  readonly own = new Set<Scalar>()
  /** Keys whose spelling is kept, such as `0x1F`. */
  readonly spellings = new Map<Scalar, KeptScalar>()
  merge: Merge | undefined

  add(key: Scalar, part: Part): void {
    this.entries.set(key, part)
    this.own.add(key)
  }

  set(key: Scalar, value: Value): void {
    this.add(key, keepStyle(this.entries.get(key), value))
  }

  delete(key: Scalar): void {
    const position = [...this.entries.keys()].indexOf(key)
    if (this.merge !== undefined && position >= 0 && position < this.merge.position) this.merge.position--
    this.own.delete(key)
    this.entries.delete(key)
  }

  addMerge(merge: Merge): void {
    this.merge = merge
    for (const mapping of merge.mappings) {
      for (const [key, part] of mapping.entries) if (!this.entries.has(key)) this.entries.set(key, part)
    }
  }
}

/** A text that replaces a block scalar is written as one. */
function keepStyle(old: Part | undefined, value: Value): Part {
  if (typeof value !== 'string' || !(old instanceof KeptScalar) || old.tag !== 'str') return value
  return new KeptScalar(value, { text: value, tag: 'str', ...(old.style === undefined ? {} : { style: old.style }) })
}
