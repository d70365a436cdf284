import { RepriseError } from '../errors.ts'
import type { OrderBy } from './ast.ts'
import { quoteSource } from './tokens/excerpt.ts'
import type { FieldTable } from './fields/field-table.ts'
import { filterLimits } from './filter-limits.ts'
import { readFieldName } from './fields/field-name.ts'
import { resolveField } from './fields/resolve-field.ts'
import { assertReadable, orderBySource } from './tokens/source.ts'
import { TokenStream } from './tokens/token-stream.ts'

/**
 * Parses an order: each item is one field, then ASC (also when missing) or DESC. Tie-breaks are the store's.
 *
 * Throws INVALID_PARAMETER_VALUE, with the place, for a field that is unknown, has no order, or comes twice.
 */
export function parseOrderBy(items: readonly string[], table: FieldTable): OrderBy[] {
  if (items.length > filterLimits.orderByItems) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `order_by has ${items.length} items; at most ${filterLimits.orderByItems} are read.`)
  }
  const columns = items.map((item) => parseItem(item, table))
  const seen = new Set(columns.map(({ field: { entity, key, aggregate = '' } }) => `${entity} ${aggregate} ${key}`))
  if (seen.size === columns.length) return columns
  const quoted = items.map((item) => `'${quoteSource(item)}'`).join(', ')
  throw new RepriseError('INVALID_PARAMETER_VALUE', `\`order_by\` contains duplicate fields: [${quoted}]`)
}

function parseItem(item: string, table: FieldTable): OrderBy {
  assertReadable(item, { what: 'order_by item', length: filterLimits.orderByLength })
  const stream = new TokenStream(orderBySource(item))
  const start = stream.peek()
  const lacksField = stream.keyword() === 'ASC' || stream.keyword() === 'DESC'
  if (lacksField) throw stream.unexpected(start, 'A field is missing before the direction.')
  const name = readFieldName(stream)
  const direction = readDirection(stream)
  const { field, entity } = resolveField(name, table, stream)
  if (!entity.orderable) throw stream.error(start, { message: table.noOrder(entity.label) })
  return { field, direction }
}

function readDirection(stream: TokenStream): OrderBy['direction'] {
  const token = stream.peek()
  if (token.kind === 'end') return 'asc'
  if (stream.peek(1).kind !== 'end' || token.kind !== 'name') throw stream.unexpected(token, 'An item is one field and ASC or DESC.')
  if (stream.takeKeyword('ASC')) return 'asc'
  if (stream.takeKeyword('DESC')) return 'desc'
  const message = `Invalid ordering key in order_by clause '${quoteSource(stream.source.text)}'.`
  throw stream.error(token, { message, hint: 'A direction is ASC or DESC.' })
}
