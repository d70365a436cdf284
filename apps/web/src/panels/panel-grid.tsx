import { useEffect, useRef, useState, type ReactNode } from 'react'
import page from '../shell/page.module.css'
import { changePanel, dropPanel, layOut, movePanel, pinPanel, type PanelSection, type PlacedPanel, removePanel } from './arrange.ts'
import { titleOf } from './fields.ts'
import type { PanelContext } from './kind.ts'
import { PanelCard } from './panel-card.tsx'
import { PanelDialog } from './panel-dialog.tsx'
import type { PanelActions } from './panel-menu.tsx'
import styles from './panels.module.css'
import { parsePanels, printPanels, type PanelSpec } from './spec.ts'
import type { PanelsChange, PanelsView } from './view.ts'

interface Props {
  readonly context: PanelContext
  /** Metrics that each have a chart by themselves. */
  readonly metrics: readonly string[]
  readonly view: PanelsView
  /** What the colours mean, for a chart that hides the rest of the page. */
  readonly legend: ReactNode
  /** `isStep`: a change that is taken back by going back. */
  readonly onChange: (change: PanelsChange, isStep?: boolean) => void
}

/** All charts of a page: pinned ones, those that were added, and one for each metric. */
export function PanelGrid({ context, metrics, view, legend, onChange }: Props) {
  const panels = parsePanels(view.panels ?? '')
  const hidden = view.hide ?? []
  const [edited, setEdited] = useState<PlacedPanel>()
  const sections = layOut(panels, metrics, hidden)
  const put = (next: readonly PanelSpec[]) => onChange({ panels: next.length === 0 ? undefined : printPanels(next) }, true)
  const actionsOf = (placed: PlacedPanel, { isAutomatic }: PanelSection): PanelActions => {
    const { at, spec } = placed
    const isOwn = at !== undefined && !isAutomatic
    return {
      onChange: (next) => put(changePanel(panels, placed, next)),
      onPin: () => put(pinPanel(panels, placed)),
      onEdit: isOwn ? () => setEdited(placed) : undefined,
      onMove: isOwn ? (by) => put(movePanel(panels, at, by)) : undefined,
      onRemove: isOwn ? () => put(removePanel(panels, at)) : () => onChange({ hide: [...hidden, spec.fields[0] ?? ''] }, true),
      onFull: () => onChange({ full: printPanels([spec]) }, true),
      isFull: false,
      onDragged: isOwn,
    }
  }
  const drop = (key: string, onto: PlacedPanel) => {
    const from = sections.flatMap((section) => section.panels).find((panel) => panel.key === key)
    if (from?.at !== undefined && onto.at !== undefined) put(dropPanel(panels, from.at, onto.at))
  }
  return (
    <>
      {sections.map((section) => (
        <div key={section.id} className={styles['place']}>
          <details open className={styles['section']}>
            <summary>
              <h2>
                {section.title} · {section.panels.length}
              </h2>
            </summary>
            <div className={styles['grid']}>
              {section.panels.map((panel) => (
                <PanelCard
                  key={panel.key}
                  panel={panel}
                  context={context}
                  actions={actionsOf(panel, section)}
                  onDrop={section.isAutomatic ? undefined : (key) => drop(key, panel)}
                />
              ))}
            </div>
          </details>
          {/* Beside the summary, which is a button itself. */}
          {section.isAutomatic ? (
            <button
              type="button"
              className={styles['hide']}
              aria-label={`Hide ${section.title}`}
              onClick={() => onChange({ hide: [...hidden, section.id] }, true)}
            >
              Hide
            </button>
          ) : null}
        </div>
      ))}
      {hidden.length === 0 ? null : (
        <p className={page['soft']}>
          {hidden.length} hidden{' '}
          <button type="button" className={page['button']} onClick={() => onChange({ hide: undefined }, true)}>
            Show all
          </button>
        </p>
      )}
      {edited === undefined ? null : (
        <PanelDialog
          experimentIds={context.experimentIds}
          spec={edited.spec}
          onClose={() => setEdited(undefined)}
          onDone={(spec) => {
            put(changePanel(panels, edited, spec))
            setEdited(undefined)
          }}
        />
      )}
      <FullPanel context={context} view={view} legend={legend} onChange={onChange} />
    </>
  )
}

/** Pixels of a window that a chart which fills it leaves to title and legend. */
const AROUND = 200

/** One chart that fills the window. Escape goes back. */
function FullPanel({ context, view, legend, onChange }: Omit<Props, 'metrics'>) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [spec] = parsePanels(view.full ?? '')
  const isOpen = spec !== undefined
  const [height, setHeight] = useState(() => window.innerHeight)
  useEffect(() => {
    if (!isOpen) return
    dialog.current?.showModal()
    const follow = () => setHeight(window.innerHeight)
    follow()
    window.addEventListener('resize', follow)
    return () => window.removeEventListener('resize', follow)
  }, [isOpen])
  if (spec === undefined) return null
  const close = () => onChange({ full: undefined }, true)
  const actions: PanelActions = {
    onChange: (next) => onChange({ full: printPanels([next]) }),
    onFull: close,
    isFull: true,
    onDragged: false,
  }
  return (
    <dialog ref={dialog} className={styles['full']} aria-label={titleOf(spec)} onClose={close}>
      <PanelCard panel={{ key: 'full', spec }} context={context} actions={actions} height={height - AROUND} />
      {/* Other kinds say by themselves what their colours mean. */}
      {spec.kind === 'lines' ? legend : null}
    </dialog>
  )
}
