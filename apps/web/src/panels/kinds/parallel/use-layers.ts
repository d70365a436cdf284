import { useMemo } from 'react'
import type { Pen } from '../../../charts/pen.ts'
import type { Tokens } from '../../picture/use-tokens.ts'
import { drawAxes } from './draw-axes.ts'
import { alphaOf, drawPointed } from './draw-lines.ts'
import { type LineDrawing, shadesOf } from './line-painter.ts'
import type { ParallelModel } from './parallel-model.ts'

interface Look {
  readonly picked: readonly number[]
  /** The run under the mouse. */
  readonly pointed: number | undefined
  readonly tokens: Tokens
}

interface Layers {
  /** All lines, without colours. */
  readonly ground: LineDrawing
  readonly front: LineDrawing
  /** The axes, and the line under the mouse. */
  readonly drawTop: (pen: Pen) => void
}

/** What lies on each other: each is drawn again only when something of its own changes, since thousands of lines take long. */
export function useLayers(model: ParallelModel, { picked, pointed, tokens }: Look): Layers {
  const ground = useMemo(() => {
    const { x, y, none, count } = model.lines
    const indexes = Uint32Array.from({ length: count }, (_, index) => index)
    return { lines: { x, y, none }, indexes, ...shadesOf(count, () => tokens.ink.line), alpha: 0.5, stroke: 1 }
  }, [model, tokens])
  const shades = useMemo(() => shadesOf(model.lines.count, model.paint.colourOf), [model])
  const front = useMemo(() => {
    const { x, y, none } = model.lines
    return { lines: { x, y, none }, indexes: Uint32Array.from(picked), ...shades, alpha: alphaOf(picked.length), stroke: 1.25 }
  }, [model, shades, picked])
  const drawTop = useMemo(() => {
    const { lines, paint } = model
    return (pen: Pen) => {
      if (pointed !== undefined) drawPointed(pen, lines, { index: pointed, colourOf: paint.colourOf, ink: tokens.ink })
      drawAxes(pen, lines, { ink: tokens.ink, hasTitles: false })
    }
  }, [model, pointed, tokens])
  return { ground, front, drawTop }
}
