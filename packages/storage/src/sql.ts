/** A piece of SQL with its parameters: pieces nest, so statements are assembled without pasting values into text. */
export interface Sql {
  /** One more than `values`. */
  readonly texts: readonly string[]
  readonly values: readonly SqlValue[]
}

export type SqlValue = string | number | bigint | null | Uint8Array

/** `sql\`select * from runs where id = ${id} and ${otherPiece}\``: pieces are inlined, everything else becomes a parameter. */
export function sql(strings: TemplateStringsArray, ...parts: readonly (SqlValue | Sql)[]): Sql {
  const texts = [strings[0] ?? '']
  const values: SqlValue[] = []
  parts.forEach((part, index) => {
    const after = strings[index + 1] ?? ''
    if (isSql(part)) {
      texts[texts.length - 1] += part.texts[0] ?? ''
      texts.push(...part.texts.slice(1))
      values.push(...part.values)
      texts[texts.length - 1] += after
    } else {
      values.push(part)
      texts.push(after)
    }
  })
  return { texts, values }
}

/** Text of our own making, such as a column name; never anything from a request. */
export function raw(text: string): Sql {
  return { texts: [text], values: [] }
}

/** Pieces joined by a separator; nothing when there are none. */
export function join(pieces: readonly Sql[], separator: string): Sql {
  return pieces.reduce((all, piece, index) => (index === 0 ? piece : sql`${all}${raw(separator)}${piece}`), raw(''))
}

/** A parenthesised list of parameters, for IN. */
export function list(values: readonly SqlValue[]): Sql {
  return { texts: ['(', ...values.slice(1).map(() => ', '), ')'], values }
}

/** The statement's text with the placeholders of a dialect. */
export function textOf(statement: Sql, dialect: 'sqlite' | 'postgres'): string {
  return statement.texts.reduce((all, text, index) => (index === 0 ? text : `${all}${dialect === 'sqlite' ? '?' : `$${index}`}${text}`), '')
}

function isSql(part: SqlValue | Sql): part is Sql {
  return typeof part === 'object' && part !== null && 'texts' in part
}
