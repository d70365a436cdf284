import { useLayoutEffect, useRef } from 'react'
import styles from './chart.module.css'
import type { NamedCurve } from './curves-of.ts'
import { drawOver } from './draw.ts'
import { useHighlight } from './highlight.ts'
import type { Axes } from './scale.ts'

interface Props {
  readonly scales: Axes
  readonly curves: readonly NamedCurve[]
  readonly width: number
  readonly height: number
  readonly isInView: boolean
}

/** The curves of the run that is brought out, over all others, which pale. Nothing else is drawn again. */
export function Overlay({ scales, curves, width, height, isInView }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const run = useHighlight(isInView)
  const own = run === undefined ? [] : curves.filter(({ series }) => series.runId === run)
  const isShown = own.length > 0 && curves.length > own.length
  useLayoutEffect(() => {
    const pen = canvas.current?.getContext('2d')
    if (canvas.current === null || pen === null || pen === undefined) return
    const ratio = window.devicePixelRatio
    canvas.current.width = width * ratio
    canvas.current.height = height * ratio
    pen.scale(ratio, ratio)
    drawOver(pen, scales, own)
  })
  if (!isShown) return null
  return <canvas ref={canvas} className={styles['overlay']} style={{ width, height }} aria-hidden="true" />
}
