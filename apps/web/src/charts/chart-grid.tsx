import styles from './chart.module.css'
import { MetricChart, type MetricChartProps } from './metric-chart.tsx'

type GridProps = Omit<MetricChartProps, 'metric' | 'height'> & { readonly metrics: readonly string[] }

/** Charts of metrics, in sections by what stands before the last slash of their names: `train/loss` is in `train`. */
export function ChartGrid({ metrics, ...chart }: GridProps) {
  const sections = Map.groupBy(metrics, (key) => key.slice(0, Math.max(0, key.lastIndexOf('/'))))
  const ordered = [...sections].toSorted(([a], [b]) => a.localeCompare(b))
  return ordered.map(([section, keys]) => (
    <details key={section} open className={styles['section']}>
      <summary>
        {section === '' ? 'Metrics' : section} · {keys.length}
      </summary>
      <div className={styles['grid']}>
        {keys.map((metric) => (
          <MetricChart key={metric} metric={metric} {...chart} />
        ))}
      </div>
    </details>
  ))
}
