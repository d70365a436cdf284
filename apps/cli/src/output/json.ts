import { encodeJson } from '@reprise/protocol/wire'

/** What JSON allows in a text and a terminal may obey: C1 controls, and marks that turn the direction of text. */
const obeyed = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/** A result for programs: one JSON document and a newline. What a terminal may obey is escaped, so that it may also be looked at. */
export function printJson(value: unknown): string {
  const text = Buffer.from(encodeJson(value)).toString('utf8')
  return `${text.replace(obeyed, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`
}
