import type { RepriseError } from '../../errors.ts'
import type { FilterEntity } from '../ast.ts'
import { quoteSource } from '../tokens/excerpt.ts'
import { operatorsOf } from '../fields/field-table.ts'
import type { ResolvedField } from '../fields/resolve-field.ts'
import type { Token } from '../tokens/token.ts'
import type { TokenStream } from '../tokens/token-stream.ts'

/** The error for a value that the field cannot be compared with: a bare word, a number for text, a text for a number. */
export function wrongKind(stream: TokenStream, token: Token, { field, rule }: ResolvedField): RepriseError {
  const isList = token.kind === 'symbol'
  const found = isList ? quoteGroup(stream, token) : stream.quote(token)
  const hint = isList
    ? 'To compare with a list, use IN.'
    : `${field.entity} '${quoteSource(field.key)}' holds ${holds[rule.values]} and takes ${operatorsOf(rule).join(', ')}.`
  if (rule.values !== 'text') {
    const what = field.entity === 'attribute' ? `numeric attribute: ${field.key}` : field.entity
    return stream.error(token, { message: `Expected numeric value type for ${what}. Found ${found}`, hint })
  }
  if (token.kind === 'name' && stream.keyword() !== 'NULL') {
    const problem = `Parameter value is either not quoted or unidentified quote types used for string value ${found}.`
    return stream.error(token, { message: `${problem} Use either single or double quotes.`, hint })
  }
  return stream.error(token, { message: `Expected a quoted string value for ${quotedFor[field.entity]}. Got value ${found}`, hint })
}

/** A list where one value belongs: from its parenthesis to the next closing one. */
function quoteGroup({ source }: TokenStream, { offset }: Token): string {
  const end = source.text.indexOf(')', offset)
  return quoteSource(source.text.slice(offset, end < 0 ? undefined : end + 1))
}

const holds = { text: 'text', double: 'numbers', int64: 'whole numbers' } as const

/** MLflow's words for whose value is not quoted. */
const quotedFor: Readonly<Record<FilterEntity, string>> = {
  attribute: 'attributes',
  metric: 'metric',
  param: "parameter (e.g. 'my-value')",
  tag: "tag (e.g. 'my-value')",
  dataset: 'dataset attributes',
}
