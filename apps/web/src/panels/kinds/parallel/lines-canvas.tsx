import { useEffect, useRef } from 'react'
import styles from '../../picture/picture.module.css'
import { createLinePainter, type LineDrawing, type LineSheet } from './line-painter.ts'
import { openLineWorker } from './open-line-worker.ts'

interface Props {
  readonly width: number
  readonly height: number
  readonly drawing: LineDrawing
  /** What the lines are, for whoever looks at the page with tools. */
  readonly layer: 'all' | 'picked'
}

/** A canvas of lines that a worker draws. How many are drawn stands in its `data-drawn`. */
export function LinesCanvas({ width, height, drawing, layer }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const painter = useRef<(sheet: LineSheet) => void>(undefined)
  useEffect(() => {
    if (place.current === null) return
    // Made here: a canvas is given to a worker once and for all.
    const canvas = document.createElement('canvas')
    canvas.ariaHidden = 'true'
    canvas.dataset['layer'] = layer
    const count = (lines: number) => void (canvas.dataset['drawn'] = String(lines))
    const worker = openLineWorker()
    if (worker === undefined) painter.current = createLinePainter(canvas, count)
    else {
      const offscreen = canvas.transferControlToOffscreen()
      worker.postMessage({ canvas: offscreen }, [offscreen])
      worker.addEventListener('message', ({ data }: MessageEvent<number>) => count(data))
      painter.current = (sheet) => worker.postMessage(sheet)
    }
    place.current.replaceChildren(canvas)
    return () => {
      worker?.terminate()
      canvas.remove()
    }
  }, [layer])
  useEffect(() => {
    painter.current?.({ width, height, ratio: window.devicePixelRatio, drawing })
  }, [width, height, drawing])
  return <div ref={place} className={styles['layer']} style={{ width, height }} data-lines={drawing.indexes.length} />
}
