import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type ReactNode, type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import styles from '../files.module.css'

/** Pixels of a line that is not wrapped. */
const LINE = 18
const NEAR = 40

export interface LineListHandle {
  scrollToLine(index: number): void
  /** Stays there when lines come, until somebody scrolls up. */
  scrollToEnd(): void
  /** Keeps in place what is seen when so many lines came before it. */
  shiftBy(lines: number): void
}

interface Props {
  readonly label: string
  readonly count: number
  readonly renderLine: (index: number) => ReactNode
  /** Characters of the longest line: how far one can scroll to the right. */
  readonly width: number
  readonly isWrapped: boolean
  /** What a line is known by when others come before it. */
  readonly keyOf?: (index: number) => number | string
  /** Told when the first or the last line comes near. */
  readonly onNearStart?: (() => void) | undefined
  readonly onNearEnd?: (() => void) | undefined
  readonly onAtEnd?: ((isAtEnd: boolean) => void) | undefined
  readonly classOf?: ((index: number) => string | undefined) | undefined
  readonly handle?: Ref<LineListHandle>
  readonly style?: CSSProperties
}

/** Lines of which only those in view are in the page. */
export function LineList({ label, count, renderLine, width, isWrapped, keyOf, classOf, handle, style, ...told }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const lines = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 30,
    ...(keyOf === undefined ? {} : { getItemKey: keyOf }),
  })
  useImperativeHandle(handle, () => ({
    scrollToLine: (index) => lines.scrollToIndex(index, { align: 'center' }),
    scrollToEnd: () => {
      if (count > 0) lines.scrollToIndex(count - 1, { align: 'end' })
    },
    shiftBy: (added) => {
      if (scroller.current !== null) scroller.current.scrollTop += added * LINE
    },
  }))
  const visible = lines.getVirtualItems()
  const [first = 0, last = 0] = [visible[0]?.index, visible.at(-1)?.index]
  const { onNearStart, onNearEnd, onAtEnd } = told
  useEffect(() => {
    if (count > 0 && first < NEAR) onNearStart?.()
  }, [first, count, onNearStart])
  useEffect(() => {
    if (count > 0 && last > count - NEAR) onNearEnd?.()
  }, [last, count, onNearEnd])
  const size = isWrapped ? '100%' : `max(100%, calc(${Math.min(width, 20_000)}ch + 6rem))`
  return (
    <div
      ref={scroller}
      className={styles['lines']}
      role="region"
      aria-label={label}
      tabIndex={0}
      style={style}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => onAtEnd?.(scrollTop + clientHeight > scrollHeight - LINE)}
    >
      <div style={{ height: lines.getTotalSize(), width: size, position: 'relative' }}>
        {visible.map(({ index, key, start }) => (
          <div
            key={key}
            ref={isWrapped ? lines.measureElement : undefined}
            data-index={index}
            className={[styles[isWrapped ? 'wrapped' : 'line'], classOf?.(index)].filter((name) => name !== undefined).join(' ')}
            style={{ transform: `translateY(${start}px)` }}
          >
            {renderLine(index)}
          </div>
        ))}
      </div>
    </div>
  )
}
