const before = 60
const after = 40

/**
 * Two lines that show a place in a text: the text, or a part of it when it is long, and a caret under the character.
 * `offset` is in UTF-16 units and may be the length of the text; the number printed counts characters, from 1.
 */
export function pointAt(text: string, offset: number): string {
  const head = Array.from(text.slice(0, offset))
  const tail = Array.from(text.slice(offset, offset + 2 * after))
  const cutHead = head.length > before
  const cutTail = tail.length > after || offset + 2 * after < text.length
  const shownHead = (cutHead ? '…' : '') + head.slice(-before).join('')
  const line = shownHead + tail.slice(0, after).join('') + (cutTail ? '…' : '')
  const indent = ' '.repeat(Array.from(shownHead).length)
  return `  ${onOneLine(line)}\n  ${indent}^ at character ${head.length + 1}`
}

/** A piece of the source for use inside a message: one line, not too long. */
export function quoteSource(text: string): string {
  const characters = Array.from(text.slice(0, 4 * before))
  const cut = characters.length > 2 * before || text.length > 4 * before
  return onOneLine(cut ? `${characters.slice(0, 2 * before).join('')}…` : text)
}

/** Line breaks and control characters become spaces, one for one, so that the caret stays where it should be. */
function onOneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]/gu, ' ')
}
