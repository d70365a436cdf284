import { useCallback, useRef } from 'react'
import { printCsv } from '../../../charts/export.ts'
import type { Figure } from '../../../charts/figure.ts'
import { LineChart, type LineChartProps } from '../../../charts/line-chart.tsx'
import type { PanelProps } from '../../kind.ts'
import { useExports } from '../../picture/use-exports.ts'

interface Props extends Omit<LineChartProps, 'onFigure'> {
  readonly exports: PanelProps['exports']
}

/** Curves that can be saved as they are drawn. */
export function Curves({ exports, ...chart }: Props) {
  const { series, runs, width, height } = chart
  const figure = useRef<() => Figure>(undefined)
  const keepFigure = useCallback((next: () => Figure) => void (figure.current = next), [])
  useExports(exports, {
    csv: () => printCsv(series, runs),
    figure: () => figure.current?.() ?? { width, height, draw: () => {}, legend: [] },
  })
  return <LineChart {...chart} onFigure={keepFigure} />
}
