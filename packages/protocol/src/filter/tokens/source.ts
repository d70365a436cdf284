import { RepriseError } from '../../errors.ts'
import { pointAt, quoteSource } from './excerpt.ts'

/** A text that is being parsed, and how MLflow words its mistakes. */
export interface Source {
  readonly text: string
  /** For what does not fit the grammar; `words` are those of the broken clause. */
  readonly syntaxMessage: (words: readonly string[]) => string
  /** For what stands where a field belongs. */
  readonly fieldMessage: (found: string) => string
}

/** A search filter. */
export function filterSource(text: string): Source {
  return {
    text,
    syntaxMessage: (words) => `Invalid clause(s) in filter string: ${words.map((word) => `'${quoteSource(word)}'`).join(', ')}`,
    fieldMessage: (found) => `Invalid comparison clause. Expected 'Identifier' found '${quoteSource(found)}'`,
  }
}

/** One item of an order_by. */
export function orderBySource(text: string): Source {
  const message = () => `Invalid order_by clause '${quoteSource(text)}'. Could not be parsed.`
  return { text, syntaxMessage: message, fieldMessage: message }
}

/** The one error of this folder: MLflow's message where it has one, then the place in the source. */
export function sourceError(source: Source, offset: number, { message, hint }: { message: string; hint?: string }): RepriseError {
  const text = `${message}\n${pointAt(source.text, offset)}`.toWellFormed()
  return new RepriseError('INVALID_PARAMETER_VALUE', text, hint === undefined ? {} : { hint: hint.toWellFormed() })
}

/**
 * Refuses what no search should be asked: texts longer than the limit, and the character NUL, which no key or value holds
 * and PostgreSQL does not take.
 */
export function assertReadable(text: string, { what, length }: { what: string; length: number }): void {
  if (text.length > length) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `The ${what} is ${text.length} characters long; at most ${length} are read.`)
  }
  const nul = text.indexOf('\0')
  if (nul < 0) return
  throw new RepriseError('INVALID_PARAMETER_VALUE', `The ${what} holds the character NUL.\n${pointAt(text, nul)}`.toWellFormed())
}
