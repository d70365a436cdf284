import type { Cells, Norm } from './cells.ts'
import { printCell } from './cells.ts'
import { useTokens } from '../../picture/use-tokens.ts'
import { CrowdedMatrix } from './crowded-matrix.tsx'
import styles from './matrix.module.css'

interface Props {
  readonly title: string
  readonly colour?: string | undefined
  readonly detail: string
  readonly cells: Cells
  readonly norm: Norm
  readonly isDifference: boolean
}

/** Classes from which on cells are colours alone: no page has room for so many numbers. */
const CROWDED = 26

export function MatrixTable({ title, colour, detail, cells, norm, isDifference }: Props) {
  const { actual, predicted, values, heat } = cells
  const tokens = useTokens()
  const isCrowded = Math.max(actual.length, predicted.length) >= CROWDED
  return (
    <figure className={styles['one']}>
      <figcaption>
        {colour === undefined ? null : <span style={{ width: 9, height: 9, borderRadius: '50%', background: colour }} />}
        {title} <span className={styles['soft']}>{detail}</span>
      </figcaption>
      {isCrowded ? (
        <CrowdedMatrix {...{ title, cells, norm, isDifference, tokens }} />
      ) : (
        <table aria-label={`${title}: rows are actual classes, columns predicted ones`}>
          <thead>
            <tr>
              <th scope="col">actual ↓ predicted →</th>
              {predicted.map((name) => (
                <th key={name} scope="col" title={name}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {actual.map((from, row) => (
              <tr key={from}>
                <th scope="row" title={from}>
                  {from}
                </th>
                {predicted.map((to, column) => {
                  const text = printCell(values[row]?.[column] ?? 0, norm, isDifference)
                  return (
                    <td key={to} style={{ background: fillOf(heat[row]?.[column] ?? 0) }} title={`${from} taken for ${to}: ${text}`}>
                      {text}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </figure>
  )
}

function fillOf(heat: number): string {
  return `color-mix(in oklab, var(${heat < 0 ? '--heat-other' : '--heat'}) ${Math.round(Math.abs(heat) * 100)}%, var(--surface))`
}
