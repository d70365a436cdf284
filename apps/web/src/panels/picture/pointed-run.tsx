import chart from '../../charts/chart.module.css'
import type { ValuedRun } from '../run-values/run-values.ts'
import { useRunParams } from '../run-values/use-run-params.ts'

interface Props {
  readonly run: ValuedRun | undefined
  readonly entries: readonly { readonly name: string; readonly value: string }[]
  readonly colour: string
  readonly at: { readonly x: number; readonly y: number }
  /** Of the drawing: the box stays within. */
  readonly width: number
}

const GAP = 14
/** Params that are shown of a run; all are on its page. */
const MOST = 8

/** What is under the mouse: the run with the values that are drawn, and with its params. */
export function PointedRun({ run, entries, colour, at, width }: Props) {
  const params = useRunParams(run?.runIds.length === 1 ? run.id : undefined)
  if (run === undefined) return null
  const drawn = new Set(entries.map(({ name }) => name))
  const others = params.filter(({ key }) => !drawn.has(key))
  const left = at.x > width / 2 ? { right: width - at.x + GAP } : { left: at.x + GAP }
  return (
    <div className={chart['tooltip']} style={{ ...left, top: Math.max(0, at.y - 20) }} role="status">
      <div className={chart['entry']}>
        <span className={chart['dot']} style={{ background: colour }} />
        <span className={chart['entryName']}>{run.name}</span>
      </div>
      {entries.map(({ name, value }) => (
        <Entry key={name} {...{ name, value }} />
      ))}
      {others.length === 0 ? null : <hr style={{ border: 0, borderTop: '1px solid var(--line)' }} />}
      {others.slice(0, MOST).map(({ key, value = '' }) => (
        <Entry key={key} name={key} value={value} />
      ))}
      {others.length > MOST ? <div className={chart['soft']}>and {others.length - MOST} more params</div> : null}
    </div>
  )
}

function Entry({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div className={chart['entry']}>
      <span className={`${chart['entryName']} ${chart['soft']}`}>{name}</span>
      <b>{value}</b>
    </div>
  )
}
