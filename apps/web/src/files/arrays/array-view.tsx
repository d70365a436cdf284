import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { errorText } from '../../shell/error-text.ts'
import page from '../../shell/page.module.css'
import { formatCount, formatNumber } from '../../values/format.ts'
import type { WorkerSession } from '../../workers/worker-session.ts'
import styles from '../files.module.css'
import type { ArrayDescription, ArrayPlace } from './describe-array.ts'
import type { Plane, Series } from './plane.ts'

interface Props {
  readonly place: Omit<ArrayPlace, 'plane'>
  readonly worker: WorkerSession
}

/** What an array of numbers is, and a drawing of it. */
export function ArrayView({ place, worker }: Props) {
  const [plane, setPlane] = useState(0)
  const { data, error } = useQuery({
    queryKey: ['artifacts', place.uri, place.path, 'array', place.member, place.size, plane],
    queryFn: () => worker.run('describeArray', { ...place, plane }),
    placeholderData: (before) => before,
    staleTime: Infinity,
    gcTime: 30_000,
    retry: false,
  })
  if (error !== null) return <p role="alert">{errorText(error)}</p>
  if (data === undefined) return <div aria-busy="true" />
  return (
    <div className={styles['scroll']} tabIndex={0} role="region" aria-label="Array">
      <Facts array={data} />
      {data.why === undefined ? null : <p className={page['soft']}>{data.why}</p>}
      {data.planes > 1 ? (
        <label className={page['bar']}>
          Plane {plane + 1} of {data.planes}
          <input type="range" min={0} max={data.planes - 1} value={plane} onChange={({ target }) => setPlane(Number(target.value))} />
        </label>
      ) : null}
      {data.drawing?.kind === 'plane' ? <PlaneView plane={data.drawing} /> : null}
      {data.drawing?.kind === 'series' && data.drawing.count > 1 ? <SeriesView series={data.drawing} /> : null}
      {data.first.length === 0 ? null : (
        <>
          <h3>{data.first.length < data.read ? `The first ${data.first.length} values` : 'Values'}</h3>
          <pre tabIndex={0} style={{ whiteSpace: 'pre-wrap' }}>
            {data.first.join('  ')}
          </pre>
        </>
      )}
    </div>
  )
}

function Facts({ array: { dtype, shape, numbers, read } }: { readonly array: ArrayDescription }) {
  const count = shape.reduce((product, length) => product * length, 1)
  const rows: (readonly [string, string])[] = [
    ['Shape', `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`],
    ['Type', dtype],
  ]
  if (numbers !== undefined) {
    rows.push(['Least and greatest', `${formatNumber(numbers.least)} … ${formatNumber(numbers.most)}`])
    rows.push(['Mean ± deviation', `${formatNumber(numbers.mean)} ± ${formatNumber(numbers.deviation)}`])
    rows.push(['Zeros, NaN, infinite', `${numbers.zeros}, ${numbers.nan}, ${numbers.infinite}`])
    if (read < count) rows.push(['Of', `the first ${read.toLocaleString('en-US')} of ${count.toLocaleString('en-US')} values`])
  }
  return (
    <dl className={styles['facts']}>
      {rows.map(([name, text]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  )
}

function PlaneView({ plane }: { readonly plane: Plane }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(new ImageData(plane.pixels, plane.width, plane.height), 0, 0)
  }, [plane])
  // Small planes are seen cell by cell.
  const zoom = Math.max(1, Math.min(16, Math.floor(512 / Math.max(plane.width, plane.height))))
  return (
    <figure style={{ margin: '12px 0' }}>
      <canvas
        ref={canvas}
        width={plane.width}
        height={plane.height}
        role="img"
        aria-label={`${plane.rows} × ${plane.columns} values`}
        style={{ width: plane.width * zoom, maxWidth: '100%', imageRendering: 'pixelated' }}
      />
      <figcaption className={page['soft']}>
        {formatCount(plane.rows, 'row')} × {formatCount(plane.columns, 'column')}
        {plane.scale === undefined ? '' : `, dark ${formatNumber(plane.scale[0])} to light ${formatNumber(plane.scale[1])}`}
      </figcaption>
    </figure>
  )
}

const HEIGHT = 160

function SeriesView({ series: { least, most, count } }: { readonly series: Series }) {
  const finite = [...least, ...most].filter(Number.isFinite)
  const [low, high] = [Math.min(...finite), Math.max(...finite)]
  const y = (value: number): number => (high === low ? HEIGHT / 2 : HEIGHT - ((value - low) / (high - low)) * (HEIGHT - 4) - 2)
  const width = Math.max(2, least.length)
  const points = least.flatMap((value, at) => {
    const top = most[at] ?? value
    return Number.isFinite(value) && Number.isFinite(top) ? [`${at},${y(top).toFixed(1)}`, `${at},${y(value).toFixed(1)}`] : []
  })
  return (
    <figure style={{ margin: '12px 0' }}>
      <svg
        viewBox={`0 0 ${width - 1} ${HEIGHT}`}
        preserveAspectRatio="none"
        width="100%"
        height={HEIGHT}
        role="img"
        aria-label={`${count} values as a line`}
      >
        <polyline points={points.join(' ')} fill="none" stroke="var(--series-0)" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption className={page['soft']}>
        {count.toLocaleString('en-US')} values from {formatNumber(low)} to {formatNumber(high)}
      </figcaption>
    </figure>
  )
}
