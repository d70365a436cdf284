import { labelOf } from './axis.ts'
import type { Figure } from '../../charts/figure.ts'
import { MOST_COLOURS } from './paint.ts'
import styles from './picture.module.css'
import { mixRamp } from './ramp.ts'
import type { Meaning } from './room.ts'
import type { Tokens } from './use-tokens.ts'

/** What the colours of runs mean; nothing where they have only their own. */
export function Legend({ paint: { axis, categories }, title }: { readonly paint: Meaning; readonly title: string }) {
  if (axis !== undefined)
    return (
      <div className={styles['legend']}>
        <span>
          {title}
          {axis.scale.isLog ? ' (log)' : ''}
        </span>
        <span>
          {labelOf(axis.column, axis.scale.from)} <span className={styles['ramp']} /> {labelOf(axis.column, axis.scale.to)}
        </span>
      </div>
    )
  if (categories === undefined) return null
  return (
    <div className={styles['legend']}>
      <span>{title}</span>
      {categories.slice(0, MOST_COLOURS).map(({ name, colour }) => (
        <span key={name}>
          <span className={styles['dot']} style={{ background: colour }} />
          {name}
        </span>
      ))}
      {categories.length > MOST_COLOURS ? <span>and {categories.length - MOST_COLOURS} more, in the same colours</span> : null}
    </div>
  )
}

/** The same for a file. */
export function legendOf({ axis, categories }: Meaning, { resolve, ramp }: Tokens): Figure['legend'] {
  if (axis !== undefined) {
    const { from, to } = axis.scale
    return [0, 0.5, 1].map((share) => {
      const value = axis.scale.isLog ? from * (to / from) ** share : from + (to - from) * share
      return { name: `${axis.column.field.title} ${labelOf(axis.column, value)}`, colour: mixRamp(ramp, share) }
    })
  }
  return (categories ?? []).slice(0, MOST_COLOURS).map(({ name, colour }) => ({ name, colour: resolve(colour) }))
}
