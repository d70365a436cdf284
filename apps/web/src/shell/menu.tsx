import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import styles from './menu.module.css'

export interface MenuItem {
  readonly title: string
  /** A key, or a word on what it does. */
  readonly note?: string
  /** Present where the item can be on or off. */
  readonly isChosen?: boolean
  readonly isDisabled?: boolean
  readonly act: () => void
}

/** Items that belong together; a line stands between sections. */
export type MenuSections = readonly (readonly MenuItem[])[]

/** Where a menu opens: below a box of the page, in its pixels. */
export type Anchor = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>

interface ListProps {
  readonly label: string
  readonly sections: MenuSections
  readonly anchor: Anchor
  readonly onClose: () => void
}

const MARGIN = 8

/** An open menu. It stands above everything, closes with Escape and with a click beside it, and gives the focus back. */
export function MenuList({ label, sections, anchor, onClose }: ListProps) {
  const list = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const opened = list.current
    if (opened === null) return
    opened.showPopover()
    const { width, height } = opened.getBoundingClientRect()
    const fitsBelow = anchor.bottom + height + MARGIN <= window.innerHeight
    opened.style.left = `${Math.max(MARGIN, Math.min(anchor.left, window.innerWidth - width - MARGIN))}px`
    opened.style.top = `${fitsBelow ? anchor.bottom + 4 : Math.max(MARGIN, anchor.top - height - 4)}px`
    itemsOf(opened)[0]?.focus()
  }, [anchor])
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const items = itemsOf(event.currentTarget)
    const at = items.findIndex((item) => item === document.activeElement)
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
    event.stopPropagation()
    if (event.key === 'Tab') event.currentTarget.hidePopover()
    if (next === undefined) return
    event.preventDefault()
    items.at(next % items.length)?.focus()
  }
  return createPortal(
    <div
      ref={list}
      popover="auto"
      role="menu"
      aria-label={label}
      className={styles['menu']}
      onKeyDown={move}
      onClick={(event) => event.stopPropagation()}
      onPointerDown={(event) => event.stopPropagation()}
      onToggle={({ newState }) => {
        if (newState === 'closed') onClose()
      }}
    >
      {sections
        .filter((section) => section.length > 0)
        .map((section, at) => (
          <div key={at} role="group" className={styles['section']}>
            {section.map(({ title, note, isChosen, isDisabled, act }) => (
              <button
                key={title}
                type="button"
                role={isChosen === undefined ? 'menuitem' : 'menuitemradio'}
                aria-checked={isChosen}
                disabled={isDisabled}
                onClick={() => {
                  list.current?.hidePopover()
                  act()
                }}
              >
                <span className={styles['mark']} aria-hidden="true">
                  {isChosen === true ? '✓' : ''}
                </span>
                <span>{title}</span>
                {note === undefined ? null : <span className={styles['note']}>{note}</span>}
              </button>
            ))}
          </div>
        ))}
    </div>,
    // In a landmark, for who goes from one to the next; in an open dialog, beside which nothing can be reached.
    document.querySelector('dialog:modal') ?? document.querySelector('main') ?? document.body,
  )
}

function itemsOf(list: HTMLElement): HTMLButtonElement[] {
  return [...list.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')]
}

interface Props {
  readonly label: string
  /** What stands on the button; the label where nothing does. */
  readonly children?: ReactNode
  readonly className?: string | undefined
  readonly sections: MenuSections | (() => MenuSections)
  readonly isDisabled?: boolean
}

/** A button that opens a menu. */
export function Menu({ label, children, className, sections, isDisabled }: Props) {
  const [anchor, setAnchor] = useState<Anchor>()
  const wasOpen = useRef(false)
  return (
    <>
      <button
        type="button"
        className={className}
        aria-label={children === undefined ? undefined : label}
        title={children === undefined ? undefined : label}
        aria-haspopup="menu"
        aria-expanded={anchor !== undefined}
        disabled={isDisabled}
        onPointerDown={() => (wasOpen.current = anchor !== undefined)}
        onClick={({ currentTarget, detail }) => {
          // The press of the pointer has closed an open menu already.
          if (detail > 0 && wasOpen.current) return
          setAnchor(currentTarget.getBoundingClientRect())
        }}
      >
        {children ?? label}
      </button>
      {anchor === undefined ? null : (
        <MenuList
          label={label}
          sections={typeof sections === 'function' ? sections() : sections}
          anchor={anchor}
          onClose={() => setAnchor(undefined)}
        />
      )}
    </>
  )
}
