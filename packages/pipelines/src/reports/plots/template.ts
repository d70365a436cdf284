import { isMapping, isSequence, type Mapping, type Value } from '../../python/index.ts'

/** A chart of Vega-Lite with anchors such as `<DVC_METRIC_DATA>` in it, as JSON. */
export interface TemplateDocument {
  readonly [key: string]: unknown
}

/** What stands in a template for a name. */
export function anchorOf(name: string): string {
  return `<DVC_METRIC_${name.toUpperCase()}>`
}

/** JSON as a value of Python. */
export function toValue(json: unknown): Value {
  if (typeof json === 'number') return Number.isInteger(json) ? BigInt(json) : json
  if (Array.isArray(json)) return json.map(toValue)
  if (typeof json === 'object' && json !== null) return new Map(Object.entries(json).map(([key, member]) => [key, toValue(member)]))
  return json as string | boolean | null
}

/** A template that is filled, anchor by anchor. */
export class FilledTemplate {
  #content: Mapping

  constructor(document: Mapping) {
    this.#content = document
  }

  get content(): Mapping {
    return this.#content
  }

  has(name: string): boolean {
    return contains(this.#content, anchorOf(name))
  }

  fill(name: string, value: Value): void {
    this.#content = replaceInMapping(this.#content, anchorOf(name), value)
  }
}

function contains(value: Value, anchor: string): boolean {
  if (isMapping(value)) {
    return [...value.values()].some((member) =>
      isSequence(member) ? member.some((item) => !isSequence(item) && contains(item, anchor)) : contains(member, anchor),
    )
  }
  return value === anchor
}

function replaceInMapping(mapping: Mapping, anchor: string, by: Value): Mapping {
  return new Map([...mapping].map(([key, member]) => [key, replaceMember(member, anchor, by)]))
}

/** A text that only holds the anchor somewhere is filled with texts. */
function replaceMember(member: Value, anchor: string, by: Value): Value {
  if (typeof member === 'string' && member !== anchor) return typeof by === 'string' ? member.replaceAll(anchor, () => by) : member
  return replaceItem(member, anchor, by)
}

function replaceItem(item: Value, anchor: string, by: Value): Value {
  if (isMapping(item)) return replaceInMapping(item, anchor, by)
  if (isSequence(item)) return item.map((one) => replaceItem(one, anchor, by))
  return item === anchor ? by : item
}
