import { useState } from 'react'
import type { ChartGroup, ChartRun } from '../charts/chart-run.ts'
import { Swatch } from '../charts/swatch.tsx'
import { highlight, useHighlight } from '../charts/highlight.ts'
import styles from './legend.module.css'

interface Props {
  readonly runs: readonly ChartRun[]
  readonly groups: readonly ChartGroup[] | undefined
  /** Runs that are left out of charts. */
  readonly off: readonly string[]
  readonly onOff: (off: readonly string[]) => void
}

/** Entries shown until somebody asks for all: as many as there are curves at first. */
const FEW = 10

/** What the curves are, for all charts at once. A click leaves a run out of them, or brings it back; pointing at one brings it out. */
export function Legend({ runs, groups, off, onOff }: Props) {
  const [isWhole, setWhole] = useState(false)
  const highlighted = useHighlight()
  const entries =
    groups === undefined
      ? runs.map(({ id, name, detail = '', colour, stroke }) => ({ id, name, detail, about: detail, colour, stroke, runIds: [id] }))
      : groups.map((group) => ({ ...group, detail: '', about: group.detail ?? '' }))
  if (entries.length === 0) return null
  const shown = isWhole ? entries : entries.slice(0, FEW)
  return (
    <ul className={styles['legend']} aria-label="Legend">
      {shown.map(({ id, name, detail, about, colour, stroke = 0, runIds }) => {
        const isOff = runIds.every((run) => off.includes(run))
        return (
          <li key={id}>
            <button
              type="button"
              aria-pressed={!isOff}
              data-bright={highlighted === id || undefined}
              title={`${isOff ? 'Show' : 'Leave out'} ${name}${about === '' ? '' : `: ${about}`}`}
              onClick={() => onOff(isOff ? off.filter((run) => !runIds.includes(run)) : [...off, ...runIds])}
              onPointerEnter={() => highlight(id)}
              onPointerLeave={() => highlight(undefined)}
              onFocus={() => highlight(id)}
              onBlur={() => highlight(undefined)}
            >
              <Swatch className={styles['swatch']} colour={colour} stroke={stroke} />
              <span>{name}</span>
              {detail === '' ? null : <span className={styles['detail']}>{detail}</span>}
            </button>
          </li>
        )
      })}
      {entries.length > FEW ? (
        <li>
          <button type="button" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? 'Fewer' : `and ${entries.length - FEW} more`}
          </button>
        </li>
      ) : null}
      {off.length > 0 ? (
        <li>
          <button type="button" onClick={() => onOff([])}>
            Show all runs
          </button>
        </li>
      ) : null}
    </ul>
  )
}
