import { resolveColour } from './colour.ts'
import type { Figure } from './figure.ts'
import { drawSheet, sizeOfSheet } from './sheet.ts'
import { SvgPen } from './svg-pen.ts'

/** Pictures have twice the pixels of the screen: they are for papers and slides. */
const SCALE = 2

/** Saves what a chart shows as a table; nothing where there is none. */
export function saveCsv(title: string, text: string | undefined): void {
  if (text !== undefined) save(`${title}.csv`, new Blob([text], { type: 'text/csv' }))
}

/** Saves a drawing with its title and legend, on the background of the theme. */
export async function savePicture(title: string, figure: Figure | undefined): Promise<void> {
  if (figure === undefined) return
  const { width, height } = sizeOfSheet(figure)
  const canvas = document.createElement('canvas')
  canvas.width = width * SCALE
  canvas.height = height * SCALE
  const context = canvas.getContext('2d')
  if (context === null) return
  context.scale(SCALE, SCALE)
  drawSheet(context, { title, figure, ink: inkOfPage() })
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve))
  if (blob !== null) save(`${title}.png`, blob)
}

/** The same as vectors: lines stay lines. */
export function saveVector(title: string, figure: Figure | undefined): void {
  if (figure === undefined) return
  const pen = new SvgPen()
  drawSheet(pen, { title, figure, ink: inkOfPage() })
  save(`${title}.svg`, new Blob([pen.print({ ...sizeOfSheet(figure), title })], { type: 'image/svg+xml' }))
}

function inkOfPage() {
  const element = document.documentElement
  const family = getComputedStyle(document.body).fontFamily
  return { surface: resolveColour(element, 'var(--surface)'), text: resolveColour(element, 'var(--text)'), family }
}

function save(name: string, content: Blob): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name.replace(/[\\/:*?"<>|]/g, '_')
  link.click()
  URL.revokeObjectURL(url)
}
