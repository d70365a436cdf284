let segmenter: Intl.Segmenter | undefined
const plain = /^[\u0020-\u007e]*$/
const isWide =
  /\p{Emoji_Presentation}|\ufe0f|[\u1100-\u115f\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u
const isInvisible = /^[\p{M}\u200d]+$/u
/** Controls, line and paragraph separators, marks that turn the direction of text, invisible characters, halves of pairs. */
const unfit = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?!\u200d)\p{Cf}/gu

/** A value as one line that can not steer a terminal, whoever wrote it. */
export function toCellText(text: string): string {
  if (plain.test(text)) return text
  return text
    .toWellFormed()
    .replace(/[\r\n\t\u2028\u2029]+/g, ' ')
    .replace(unfit, '\ufffd')
}

/** Cells of a terminal a text takes: wide East Asian characters and emoji take two. */
export function cellWidth(text: string): number {
  if (plain.test(text)) return text.length
  let width = 0
  for (const { segment } of segmentsOf(text)) width += widthOf(segment)
  return width
}

/** The beginning of a text that does not fit, with an ellipsis in its last cell. */
export function cutToWidth(text: string, width: number): string {
  if (cellWidth(text) <= width) return text
  let cut = ''
  let used = 0
  for (const { segment } of segmentsOf(text)) {
    used += widthOf(segment)
    if (used > width - 1) break
    cut += segment
  }
  return `${cut}…`
}

/** Made when it is needed: it takes milliseconds, and few texts are not plain. */
function segmentsOf(text: string): Iterable<Intl.SegmentData> {
  segmenter ??= new Intl.Segmenter()
  return segmenter.segment(text)
}

function widthOf(segment: string): number {
  if (isInvisible.test(segment)) return 0
  return isWide.test(segment) ? 2 : 1
}
