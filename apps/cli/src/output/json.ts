import { encodeJson } from '@reprise/protocol'

/** A result for programs: one JSON document and a newline. */
export function printJson(value: unknown): string {
  return `${Buffer.from(encodeJson(value)).toString('utf8')}\n`
}
