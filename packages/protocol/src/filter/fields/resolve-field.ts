import type { FilterField } from '../ast.ts'
import { quoteSource } from '../tokens/excerpt.ts'
import { type ClosedKeys, closedKeysOf, type EntityRule, type FieldRule, type FieldTable, rules } from './field-table.ts'
import type { FieldName } from './field-name.ts'
import type { TokenStream } from '../tokens/token-stream.ts'

/** A field that the table knows, with what may be done with it. */
export interface ResolvedField {
  readonly field: FilterField
  readonly entity: EntityRule
  readonly rule: FieldRule
}

/** Looks a field up in the table; throws where there is no such entity, key or function. */
export function resolveField(name: FieldName, table: FieldTable, stream: TokenStream): ResolvedField {
  const entity = findEntity(name, table, stream)
  const { key, rule, isTag = false } = findKey(name, entity, { table, stream })
  if (entity.entity === 'metric') return { field: { entity: 'metric', key, aggregate: name.aggregate ?? 'last' }, entity, rule }
  if (name.aggregate === undefined) return { field: { entity: isTag ? 'tag' : entity.entity, key }, entity, rule }
  throw stream.error(name.token, {
    message: `Invalid comparison clause. '${name.aggregate}' applies to metrics, not to ${entity.label} '${quoteSource(key)}'`,
  })
}

function findEntity({ prefix = 'attribute', token }: FieldName, table: FieldTable, stream: TokenStream): EntityRule {
  const entity = table.entities.find(({ prefixes }) => prefixes.includes(prefix))
  if (entity !== undefined) return entity
  throw stream.error(token, {
    message: `Invalid entity type '${quoteSource(prefix)}'. ${table.validEntities}`,
    hint: `A field is a prefix, a dot and a key; prefixes are ${table.entities.flatMap(({ prefixes }) => prefixes).join(', ')}.`,
  })
}

interface Lookup {
  readonly table: FieldTable
  readonly stream: TokenStream
}

interface FoundKey {
  readonly key: string
  readonly rule: FieldRule
  readonly isTag?: boolean
}

function findKey({ key, token }: FieldName, { entity, label, keys }: EntityRule, { table, stream }: Lookup): FoundKey {
  if (keys.kind === 'open') {
    if (key !== '') return { key, rule: keys.rule }
    throw stream.error(token, { message: `Invalid ${label} key '' specified.`, hint: 'Keys are not empty.' })
  }
  const known = findClosed(key, keys)
  if (known !== undefined) return known
  const valid = closedKeysOf(keys)
    .map((each) => `'${each}'`)
    .join(', ')
  const message = `Invalid ${label} key '${quoteSource(key)}' specified. Valid keys are '{${valid}}'`
  throw stream.error(token, entity === 'attribute' ? { message, hint: prefixHint(table) } : { message })
}

/** Looks a key of a closed list up. */
export function findClosed(key: string, { rules: known, aliases, tags = {} }: ClosedKeys): FoundKey | undefined {
  const tag = Object.hasOwn(tags, key) ? tags[key] : undefined
  if (tag !== undefined) return { key: tag, rule: rules.optionalText, isTag: true }
  const canonical = Object.hasOwn(aliases, key) ? (aliases[key] ?? key) : key
  const rule = Object.hasOwn(known, canonical) ? known[canonical] : undefined
  return rule === undefined ? undefined : { key: canonical, rule }
}

/** A missing prefix is the commonest cause of an unknown attribute. */
function prefixHint(table: FieldTable): string {
  const prefixes = table.entities.filter(({ keys }) => keys.kind === 'open').map(({ prefixes: all }) => `${all.at(-1)}.KEY`)
  return `What was logged needs its prefix: ${prefixes.join(', ')}.`
}
