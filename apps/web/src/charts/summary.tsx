import page from '../shell/page.module.css'
import { formatNumber } from '../values/format.ts'
import type { NamedCurve } from './curves-of.ts'

/** Curves that are told in words. */
const MOST = 20

/** What a chart shows, for who does not see it: least, greatest and last value of each curve. */
export function Summary({ title, curves }: { readonly title: string; readonly curves: readonly NamedCurve[] }) {
  return (
    <table className={page['unseen']}>
      <caption>{title} in numbers</caption>
      <thead>
        <tr>
          <th>Curve</th>
          <th>Least</th>
          <th>Greatest</th>
          <th>Last</th>
        </tr>
      </thead>
      <tbody>
        {curves.slice(0, MOST).map(({ series, name }) => (
          <tr key={`${series.runId} ${series.metric}`}>
            <th>{name}</th>
            <td>{formatNumber(extremeOf(series.min, (a, b) => a < b))}</td>
            <td>{formatNumber(extremeOf(series.max, (a, b) => a > b))}</td>
            <td>{formatNumber(series.last.at(-1) ?? Number.NaN)}</td>
          </tr>
        ))}
      </tbody>
      {curves.length > MOST ? (
        <tfoot>
          <tr>
            <td>and {curves.length - MOST} more</td>
          </tr>
        </tfoot>
      ) : null}
    </table>
  )
}

function extremeOf(values: Float64Array | Uint32Array, isBetter: (a: number, b: number) => boolean): number {
  let best = Number.NaN
  for (const value of values) if (Number.isNaN(best) || isBetter(value, best)) best = value
  return best
}
