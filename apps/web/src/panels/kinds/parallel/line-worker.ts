import { createLinePainter, type LineSheet } from './line-painter.ts'

export type LineMessage = { readonly canvas: OffscreenCanvas } | LineSheet

let paint: ((sheet: LineSheet) => void) | undefined

globalThis.addEventListener('message', ({ data }: MessageEvent<LineMessage>) => {
  if ('canvas' in data) paint = createLinePainter(data.canvas, (lines) => globalThis.postMessage(lines))
  else paint?.(data)
})
