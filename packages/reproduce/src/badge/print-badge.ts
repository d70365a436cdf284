import { type Badge, tones } from './badge.ts'

const LABEL_COLOUR = '#2f363d'
const EDGE = '#8b949e'
const HEIGHT = 20
const PADDING = 7
/** How wide letters of Verdana are at this size; DejaVu Sans differs by little. The text is fitted to what is counted for it. */
const widths: Readonly<Record<string, number>> = { 'ijl|': 3, " f.,:;!'()[]": 3.9, 't/': 4.3, r: 4.7, csz: 5.7, w: 9, 'mMW%': 10.4 }
const [SMALL, OTHER] = [6.7, 7.4]
/** Characters that are shown of a text; the title has all. */
const MOST = 40

/** A badge as SVG that needs nothing else: no font, no script, no address. An edge shows where it ends on a dark page. */
export function printBadge({ label, message, tone, title }: Badge): string {
  const [left, right] = [shorten(label), shorten(message)]
  const [from, to] = [widthOf(left), widthOf(right)]
  const width = from + to
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${escape(title)}">
<title>${escape(title)}</title>
<clipPath id="c"><rect width="${width}" height="${HEIGHT}" rx="4"/></clipPath>
<g clip-path="url(#c)"><rect width="${from}" height="${HEIGHT}" fill="${LABEL_COLOUR}"/><rect x="${from}" width="${to}" height="${HEIGHT}" fill="${tones[tone]}"/></g>
<rect x=".5" y=".5" width="${width - 1}" height="${HEIGHT - 1}" rx="3.5" fill="none" stroke="${EDGE}" stroke-opacity=".6"/>
<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11" text-anchor="middle">
${printText(left, from / 2)}
${printText(right, from + to / 2)}
</g>
</svg>
`
}

function printText(text: string, x: number): string {
  return `<text x="${x}" y="14" textLength="${lengthOf(text)}" lengthAdjust="spacingAndGlyphs">${escape(text)}</text>`
}

function widthOf(text: string): number {
  return lengthOf(text) + 2 * PADDING
}

function lengthOf(text: string): number {
  return Math.round([...text].reduce((length, letter) => length + widthOfLetter(letter), 0))
}

function widthOfLetter(letter: string): number {
  const [, width] = Object.entries(widths).find(([letters]) => letters.includes(letter)) ?? []
  return width ?? (/[a-z]/.test(letter) ? SMALL : OTHER)
}

function shorten(text: string): string {
  const letters = [...text]
  return letters.length > MOST ? `${letters.slice(0, MOST - 1).join('')}…` : text
}

/** Characters that XML has not, and halves of pairs. */
const unfit = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Kinds of verdicts are tags, which anybody may write: they may not become markup. */
function escape(text: string): string {
  return text
    .toWellFormed()
    .replace(unfit, '\ufffd')
    .replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
