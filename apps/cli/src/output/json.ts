import { encodeJson } from '@reprise/protocol'

/** A result for programs: one JSON document and a newline. Controls are escaped, so that it may also be looked at in a terminal. */
export function printJson(value: unknown): string {
  const text = Buffer.from(encodeJson(value)).toString('utf8')
  return `${text.replace(/[\u007f-\u009f\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`
}
