import page from '../../shell/page.module.css'
import { useState, type KeyboardEvent } from 'react'
import chart from '../../charts/chart.module.css'
import type { Pen } from '../../charts/pen.ts'
import { DrawnCanvas } from './drawn-canvas.tsx'
import styles from './picture.module.css'

/** A row of a drawing, in words. */
export interface PlotRow {
  readonly id: string
  readonly name: string
  readonly colour: string
  /** Named numbers, the same names in every row. */
  readonly entries: readonly { readonly name: string; readonly value: string }[]
}

interface Props {
  readonly label: string
  readonly rows: readonly PlotRow[]
  readonly width: number
  readonly height: number
  /** Pixels above the first row, and of each. */
  readonly top: number
  readonly rowHeight: number
  readonly draw: (pen: Pen) => void
  /** Opens what a row is about; absent where there is nothing. */
  readonly onOpen?: ((at: number) => void) | undefined
}

/** A drawing of rows, such as bars: the row under the mouse, or the one that arrow keys went to, is said in numbers; a table has them all. */
export function RowsPlot({ label, rows, width, height, top, rowHeight, draw, onOpen }: Props) {
  const [pointed, setPointed] = useState(-1)
  const row = rows[pointed]
  const walk = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setPointed(Math.min(rows.length - 1, pointed + 1))
    else if (event.key === 'ArrowUp') setPointed(Math.max(0, pointed - 1))
    else if (event.key === 'Enter' && row !== undefined) onOpen?.(pointed)
    else if (event.key === 'Escape' && row !== undefined) setPointed(-1)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <>
      <div
        className={styles['plot']}
        style={{ width, height, cursor: row !== undefined && onOpen !== undefined ? 'pointer' : 'default' }}
        role="application"
        aria-roledescription="chart of rows"
        aria-label={`${label}. Arrow keys go from row to row.`}
        tabIndex={0}
        onKeyDown={walk}
        onBlur={() => setPointed(-1)}
        onPointerMove={(event) => {
          const at = Math.floor((event.clientY - event.currentTarget.getBoundingClientRect().top - top) / rowHeight)
          setPointed(at < rows.length ? at : -1)
        }}
        onPointerLeave={() => setPointed(-1)}
        onClick={() => {
          if (row !== undefined) onOpen?.(pointed)
        }}
      >
        {row === undefined ? null : <div className={styles['pointedRow']} style={{ top: top + pointed * rowHeight, height: rowHeight }} />}
        <DrawnCanvas width={width} height={height} draw={draw} />
        {row === undefined ? null : (
          <div
            className={chart['tooltip']}
            role="status"
            style={{ right: 8, top: rowTop(pointed, { top, rowHeight, height, lines: row.entries.length }) }}
          >
            <div className={chart['entry']}>
              <span className={chart['dot']} style={{ background: row.colour }} />
              <span className={chart['entryName']}>{row.name}</span>
            </div>
            {row.entries.map(({ name, value }) => (
              <div key={name} className={chart['entry']}>
                <span className={chart['soft']}>{name}</span>
                <b>{value}</b>
              </div>
            ))}
          </div>
        )}
      </div>
      <table className={page['unseen']}>
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            {rows[0]?.entries.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, name, entries }) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              {entries.map((entry) => (
                <td key={entry.name}>{entry.value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

/** Under the row, or above it where there is no room: the row itself stays to be seen. */
function rowTop(at: number, { top, rowHeight, height, lines }: { top: number; rowHeight: number; height: number; lines: number }): number {
  const tall = (lines + 1) * 19 + 14
  const under = top + (at + 1) * rowHeight + 4
  return under + tall <= height ? under : Math.max(0, top + at * rowHeight - tall - 4)
}
