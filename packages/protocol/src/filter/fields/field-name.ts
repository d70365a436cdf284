import type { Aggregate } from '../ast.ts'
import type { NameToken, Token } from '../tokens/token.ts'
import type { TokenStream } from '../tokens/token-stream.ts'

/** A field as it was written, not yet looked up. */
export interface FieldName {
  readonly token: Token
  readonly prefix: string | undefined
  readonly key: string
  readonly aggregate: Aggregate | undefined
}

const aggregates: readonly string[] = ['last', 'min', 'max', 'first'] satisfies Aggregate[]

/** Reads `metrics.loss`, `status`, `"Run name"` or `min(metrics.loss)`. */
export function readFieldName(stream: TokenStream): FieldName {
  const start = stream.peek()
  const word = stream.keyword()
  if (word === undefined || !stream.atSymbol('(', 1)) return readPlainName(stream, start)
  const aggregate = word.toLowerCase()
  if (!isAggregate(aggregate)) throw noIdentifier(stream, start, `The functions are ${aggregates.join(', ')}.`)
  stream.next()
  stream.takeSymbol('(')
  const name = readPlainName(stream, start)
  if (!stream.takeSymbol(')')) throw stream.unexpected(start, `A ')' is missing after the field.`)
  return { ...name, aggregate }
}

function readPlainName(stream: TokenStream, start: Token): FieldName {
  const token = stream.peek()
  const name = toName(token)
  if (name !== undefined) {
    stream.next()
    return { token, ...name, aggregate: undefined }
  }
  const isValue = token.kind === 'text' || token.kind === 'number'
  if (isValue) throw noIdentifier(stream, token, 'A field belongs here: metrics.loss, params.model, tags.owner, ...')
  throw stream.unexpected(start, 'A field is missing here.')
}

/** Quotes around a whole path mean the same as none: `` `metrics.loss` `` is `metrics.loss`. */
function toName(token: Token): Pick<NameToken, 'prefix' | 'key'> | undefined {
  if (token.kind === 'name' && !token.quoted) return { prefix: token.prefix, key: token.key }
  const path = token.kind === 'name' ? token.key : token.kind === 'text' && token.doubleQuoted ? token.value : undefined
  if (path === undefined) return undefined
  const dot = path.indexOf('.')
  return dot < 0 ? { prefix: undefined, key: path } : { prefix: path.slice(0, dot), key: path.slice(dot + 1) }
}

function isAggregate(text: string): text is Aggregate {
  return aggregates.includes(text)
}

function noIdentifier(stream: TokenStream, token: Token, hint: string) {
  return stream.error(token, { message: stream.source.fieldMessage(stream.textOf(token)), hint })
}
