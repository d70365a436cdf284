import { encodeJson } from '@reprise/protocol'

const decoder = new TextDecoder()

/**
 * JSON as it may stand in a script element, whatever it holds: without `<` no tag begins or ends, and no comment. The two separators end
 * lines of JavaScript, though not of JSON.
 */
export function printData(value: unknown): string {
  return decoder
    .decode(encodeJson(value))
    .replace(/[<\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
