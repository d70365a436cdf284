import { Suspense, useRef, useState, type DragEvent } from 'react'
import { useInView } from '../charts/use-in-view.ts'
import { useWidth } from '../charts/use-width.ts'
import page from '../shell/page.module.css'
import type { PlacedPanel } from './arrange.ts'
import { titleOf } from './fields.ts'
import type { PanelChange, PanelContext, PanelExports } from './kind.ts'
import { kindOf } from './kinds/index.ts'
import { PanelMenu, type PanelActions } from './panel-menu.tsx'
import styles from './panels.module.css'
import { withOptions } from './spec.ts'

interface Props {
  readonly panel: PlacedPanel
  readonly context: PanelContext
  readonly actions: PanelActions
  /** Takes another panel to the place of this one; absent where it has no place that could be given. */
  readonly onDrop?: ((key: string) => void) | undefined
  readonly height?: number
}

/** Pixels. */
const USUAL_HEIGHT = 220

const MIME = 'application/x-panel'

/** A panel with its title and what can be done with it. What it shows is mounted when it first comes into view. */
export function PanelCard({ panel, context, actions, onDrop, height: given }: Props) {
  const card = useRef<HTMLElement>(null)
  const place = useRef<HTMLDivElement>(null)
  const exports = useRef<PanelExports>(null)
  const [isOver, setOver] = useState(false)
  const width = useWidth(place)
  const { isInView, wasInView } = useInView(card)
  const { spec } = panel
  const kind = kindOf(spec.kind)
  const title = titleOf(spec)
  const height = given ?? kind?.height ?? USUAL_HEIGHT
  const isWide = kind?.isWide === true || spec.options?.['wide'] !== undefined
  const change = ({ fields, options }: PanelChange) =>
    actions.onChange(withOptions({ ...spec, ...(fields === undefined ? {} : { fields }) }, options ?? {}))
  const isDragged = (event: DragEvent) => onDrop !== undefined && event.dataTransfer.types.includes(MIME)
  return (
    <section
      ref={card}
      className={styles['card']}
      aria-label={kind === undefined || spec.kind === 'lines' ? title : `${title}, ${kind.title.toLowerCase()}`}
      data-wide={isWide || undefined}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        if (!isDragged(event)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false)
        if (!isDragged(event)) return
        event.preventDefault()
        onDrop?.(event.dataTransfer.getData(MIME))
      }}
    >
      <div
        className={styles['title']}
        draggable={actions.onDragged}
        onDragStart={(event) => {
          event.dataTransfer.setData(MIME, panel.key)
          event.dataTransfer.effectAllowed = 'move'
        }}
      >
        <h3 title={title}>{title}</h3>
        <PanelMenu title={title} panel={panel} actions={actions} exports={exports} Options={kind?.Options} onChange={change} />
      </div>
      <div ref={place} style={{ height }} className={styles['place']}>
        {kind === undefined ? <p className={page['soft']}>There is no chart of the kind “{spec.kind}”.</p> : null}
        {kind === undefined || width === 0 || !wasInView ? null : (
          <Suspense fallback={<div aria-busy="true" />}>
            <kind.Component
              {...context}
              title={title}
              fields={spec.fields}
              options={spec.options ?? {}}
              onChange={change}
              width={width}
              height={height}
              isInView={isInView}
              exports={exports}
            />
          </Suspense>
        )}
      </div>
    </section>
  )
}
