import { RepriseError } from '@reprise/protocol'

/** Who wrote, and its how-manieth write this is. */
export interface IdempotencyKey {
  readonly writer: string
  readonly sequence: number
}

const form = /^([\w.:-]{1,200}):(\d{1,15})$/

/** Reads `<writer>:<sequence>`. Throws INVALID_PARAMETER_VALUE: a key that is not understood would protect from nothing. */
export function parseIdempotencyKey(text: string): IdempotencyKey {
  const [, writer, sequence] = form.exec(text) ?? []
  if (writer === undefined || sequence === undefined) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `Invalid value ${JSON.stringify(text.slice(0, 300))} for header 'Idempotency-Key'.`, {
      hint: 'It is <writer>:<sequence>: up to 200 letters, digits or . _ : - for the writer, and a number that grows with each of its writes.',
    })
  }
  return { writer, sequence: Number(sequence) }
}
