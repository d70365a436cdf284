import type { Pen } from './pen.ts'

type State = Pick<Pen, 'fillStyle' | 'font' | 'globalAlpha' | 'lineJoin' | 'lineWidth' | 'strokeStyle' | 'textAlign' | 'textBaseline'> & {
  readonly dash: readonly number[]
  readonly x: number
  readonly y: number
  readonly clip: string
}

/** Draws as a canvas does, and prints it as SVG. Text stays text, lines stay lines. */
export class SvgPen implements Pen {
  fillStyle: Pen['fillStyle'] = '#000'
  font = '10px sans-serif'
  globalAlpha = 1
  lineJoin: Pen['lineJoin'] = 'miter'
  lineWidth = 1
  strokeStyle: Pen['strokeStyle'] = '#000'
  textAlign: Pen['textAlign'] = 'start'
  textBaseline: Pen['textBaseline'] = 'alphabetic'
  readonly #parts: string[] = []
  readonly #kept: State[] = []
  #dash: readonly number[] = []
  #x = 0
  #y = 0
  #clip = ''
  #clips = 0
  #path: string[] = []

  /** The whole drawing as a document. */
  print({ width, height, title }: { readonly width: number; readonly height: number; readonly title: string }): string {
    const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`
    return `${head}<title>${toXml(title)}</title>${this.#parts.join('')}</svg>\n`
  }

  save(): void {
    const { fillStyle, font, globalAlpha, lineJoin, lineWidth, strokeStyle, textAlign, textBaseline } = this
    const own = { fillStyle, font, globalAlpha, lineJoin, lineWidth, strokeStyle, textAlign, textBaseline }
    this.#kept.push({ ...own, dash: this.#dash, x: this.#x, y: this.#y, clip: this.#clip })
  }

  restore(): void {
    const kept = this.#kept.pop()
    if (kept === undefined) return
    const { dash, x, y, clip, ...own } = kept
    Object.assign(this, own)
    this.#dash = dash
    this.#x = x
    this.#y = y
    this.#clip = clip
  }

  translate(x: number, y: number): void {
    this.#x += x
    this.#y += y
  }

  setLineDash(dash: readonly number[]): void {
    this.#dash = [...dash]
  }

  beginPath(): void {
    this.#path = []
  }

  closePath(): void {
    this.#path.push('Z')
  }

  moveTo(x: number, y: number): void {
    this.#path.push(`M${this.#place(x, y)}`)
  }

  lineTo(x: number, y: number): void {
    this.#path.push(`${this.#path.length === 0 ? 'M' : 'L'}${this.#place(x, y)}`)
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.#path.push(`M${this.#place(x, y)}h${round(width)}v${round(height)}h${round(-width)}Z`)
  }

  /** Whole circles alone: charts have no other arcs. */
  arc(x: number, y: number, radius: number): void {
    const r = round(radius)
    this.#path.push(`M${this.#place(x - radius, y)}a${r},${r} 0 1 0 ${round(2 * radius)},0a${r},${r} 0 1 0 ${round(-2 * radius)},0`)
  }

  clip(): void {
    this.#clips += 1
    this.#parts.push(`<clipPath id="clip${this.#clips}"><path d="${this.#path.join('')}"/></clipPath>`)
    this.#clip = ` clip-path="url(#clip${this.#clips})"`
  }

  stroke(): void {
    if (this.#path.length === 0) return
    const dash = this.#dash.length === 0 ? '' : ` stroke-dasharray="${this.#dash.join(' ')}"`
    const look = `stroke="${toPaint(this.strokeStyle)}" stroke-width="${this.lineWidth}" stroke-linejoin="${this.lineJoin}"${dash}`
    this.#parts.push(`<path d="${this.#path.join('')}" fill="none" ${look}${this.#shown()}/>`)
  }

  fill(): void {
    if (this.#path.length === 0) return
    this.#parts.push(`<path d="${this.#path.join('')}" fill="${toPaint(this.fillStyle)}"${this.#shown()}/>`)
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const size = `x="${round(x + this.#x)}" y="${round(y + this.#y)}" width="${round(width)}" height="${round(height)}"`
    this.#parts.push(`<rect ${size} fill="${toPaint(this.fillStyle)}"${this.#shown()}/>`)
  }

  fillText(text: string, x: number, y: number): void {
    const found = /^(?:(\d+|bold) )?([\d.]+)px (.*)$/.exec(this.font)
    const anchor = { left: 'start', start: 'start', center: 'middle', right: 'end', end: 'end' }[this.textAlign]
    const baseline = { top: 'text-before-edge', middle: 'central' }[this.textBaseline as string] ?? 'alphabetic'
    const font = `font-family="${toXml(found?.[3] ?? 'sans-serif')}" font-size="${found?.[2] ?? 10}" font-weight="${found?.[1] ?? 400}"`
    const look = `${font} text-anchor="${anchor}" dominant-baseline="${baseline}" fill="${toPaint(this.fillStyle)}"`
    this.#parts.push(`<text x="${round(x + this.#x)}" y="${round(y + this.#y)}" ${look}${this.#shown()}>${toXml(text)}</text>`)
  }

  #place(x: number, y: number): string {
    return `${round(x + this.#x)},${round(y + this.#y)}`
  }

  #shown(): string {
    return `${this.globalAlpha === 1 ? '' : ` opacity="${this.globalAlpha}"`}${this.#clip}`
  }
}

/** Hundredths of a pixel are enough, and a third of the bytes. */
function round(value: number): number {
  return Math.round(value * 100) / 100
}

/** Charts paint with plain colours alone. */
function toPaint(style: Pen['fillStyle']): string {
  return typeof style === 'string' ? toXml(style) : 'none'
}

function toXml(text: string): string {
  const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  // Characters that no XML may hold would make the file unreadable.
  return text.replace(/[&<>"]/g, (mark) => marks[mark] ?? '').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
}
