import { useId, type ComponentType, type RefObject } from 'react'
import { saveCsv, savePicture, saveVector } from '../charts/save.ts'
import { Icon } from './icons.tsx'
import type { PlacedPanel } from './arrange.ts'
import type { PanelChange, PanelExports, PanelOptionsProps } from './kind.ts'
import styles from './panels.module.css'
import { type PanelSpec, withOptions } from './spec.ts'

/** What can be done with a panel. Absent is what makes no sense where it stands. */
export interface PanelActions {
  readonly onChange: (spec: PanelSpec) => void
  readonly onPin?: (() => void) | undefined
  readonly onEdit?: (() => void) | undefined
  readonly onMove?: ((by: -1 | 1) => void) | undefined
  readonly onRemove?: (() => void) | undefined
  /** Fills the window with the panel, or goes back. */
  readonly onFull: () => void
  readonly isFull: boolean
  /** Whether the panel can be taken elsewhere with the mouse. */
  readonly onDragged: boolean
}

interface Props {
  readonly title: string
  readonly panel: PlacedPanel
  readonly actions: PanelActions
  readonly exports: RefObject<PanelExports | null>
  readonly Options: ComponentType<PanelOptionsProps> | undefined
  readonly onChange: (change: PanelChange) => void
}

/** Buttons in the corner of a panel. */
export function PanelMenu({ title, panel: { spec }, actions, exports, Options, onChange }: Props) {
  const id = useId()
  const { onPin, onEdit, onMove, onRemove, onFull, isFull } = actions
  const isWide = spec.options?.['wide'] !== undefined
  const act = (run: () => void) => () => {
    document.getElementById(id)?.hidePopover()
    run()
  }
  const anchor = `--menu${id.replace(/\W/g, '')}`
  return (
    <div className={styles['actions']}>
      <button
        type="button"
        aria-label={isFull ? 'Back to all charts' : `Enlarge ${title}`}
        title={isFull ? 'Back' : 'Enlarge'}
        onClick={onFull}
      >
        <Icon shape={isFull ? 'close' : 'enlarge'} />
      </button>
      <button type="button" popoverTarget={id} aria-label={`More for ${title}`} title="More" style={{ anchorName: anchor }}>
        <Icon shape="more" />
      </button>
      <div id={id} popover="auto" className={styles['menu']} role="group" aria-label={`For ${title}`} style={{ positionAnchor: anchor }}>
        {Options === undefined ? null : (
          <div className={styles['options']}>
            <Options options={spec.options ?? {}} onChange={onChange} />
          </div>
        )}
        {onPin === undefined ? null : (
          <button type="button" onClick={act(onPin)}>
            {spec.isPinned === true ? 'Unpin' : 'Pin to the top'}
          </button>
        )}
        {onEdit === undefined ? null : (
          <button type="button" onClick={act(onEdit)}>
            Edit…
          </button>
        )}
        {onMove === undefined ? null : (
          <>
            <button type="button" onClick={() => onMove(-1)}>
              Move left
            </button>
            <button type="button" onClick={() => onMove(1)}>
              Move right
            </button>
          </>
        )}
        {isFull ? null : (
          <button type="button" onClick={act(() => actions.onChange(withOptions(spec, { wide: isWide ? undefined : '' })))}>
            {isWide ? 'Usual width' : 'Whole width'}
          </button>
        )}
        <button type="button" onClick={act(() => saveCsv(title, exports.current?.csv?.()))}>
          Save as CSV
        </button>
        <button type="button" onClick={act(() => void savePicture(title, exports.current?.figure?.()))}>
          Save as PNG
        </button>
        <button type="button" onClick={act(() => saveVector(title, exports.current?.figure?.()))}>
          Save as SVG
        </button>
        {onRemove === undefined ? null : (
          <button type="button" onClick={act(onRemove)}>
            {actions.onEdit === undefined ? 'Hide' : 'Remove'}
          </button>
        )}
      </div>
    </div>
  )
}
