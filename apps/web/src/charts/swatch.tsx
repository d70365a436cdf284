import { dashOf } from './dashes.ts'

interface Props {
  readonly className: string | undefined
  /** Of CSS. */
  readonly colour: string | undefined
  /** Which strokes the curve is drawn in. */
  readonly stroke: number
}

/** What a curve looks like, in a legend: its colour, and its strokes where it is no line. */
export function Swatch({ className, colour, stroke }: Props) {
  if (stroke === 0) return <span className={className} style={{ background: colour }} />
  return (
    <svg width="26" height="4" aria-hidden="true" style={{ flex: 'none' }}>
      <line x1="0" x2="26" y1="2" y2="2" stroke={colour} strokeWidth="3" strokeDasharray={dashOf(stroke).join(' ')} />
    </svg>
  )
}
