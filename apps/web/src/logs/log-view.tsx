import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { AnsiLine } from '../files/ansi/ansi-line.tsx'
import styles from '../files/files.module.css'
import { FindBar } from '../files/text/find-bar.tsx'
import { LineList, type LineListHandle } from '../files/text/line-list.tsx'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import { formatBytes } from '../values/format.ts'
import { findInLog, hasText } from './find-in-log.ts'
import { useLog } from './use-log.ts'

interface Props {
  readonly uri: string
  readonly path: string
  /** Whether more may come. */
  readonly isFollowed: boolean
  /** Where it is had whole. */
  readonly address: string | undefined
}

/** A log of any length, from its end. While it grows it stays at the end, unless somebody has scrolled up to read. */
export function LogView({ uri, path, isFollowed, address }: Props) {
  const log = useLog(uri, path, isFollowed)
  const { window, toEnd, toStart, readBefore, readAfter } = log
  const { lines, start, end, size } = window
  const list = useRef<LineListHandle>(null)
  const isAtEnd = useRef(true)
  const [isWrapped, setWrapped] = useState(false)
  const [isAway, setAway] = useState(false)
  const search = useSearchIn(log, list, isAtEnd)
  const firstLine = useRef<number | undefined>(undefined)
  const width = useMemo(() => lines.reduce((most, { text }) => Math.max(most, Math.min(text.length, 20_000)), 0), [lines])
  useLayoutEffect(() => {
    if (isAtEnd.current && end === size) list.current?.scrollToEnd()
    else if (firstLine.current !== undefined && firstLine.current !== lines[0]?.at) {
      // What was the first line stays where it was when others come before it.
      const moved = lines.findIndex(({ at }) => at === firstLine.current)
      if (moved > 0) list.current?.shiftBy(moved)
    }
    firstLine.current = lines[0]?.at
  }, [lines, end, size])
  const onAtEnd = useCallback((isThere: boolean) => {
    isAtEnd.current = isThere
    setAway(!isThere)
  }, [])
  if (log.error !== null && !log.isRead) return <p role="alert">{errorText(log.error)}</p>
  if (!log.isRead) return <div aria-busy="true" />
  return (
    <>
      <div className={styles['tools']}>
        <FindBar
          label="Search in the log"
          wanted={search.wanted}
          count={0}
          current={0}
          state={search.state}
          onSearch={search.change}
          onStep={(by) => void search.step(by)}
        />
        <label className={page['button']}>
          <input type="checkbox" checked={isWrapped} onChange={({ target }) => setWrapped(target.checked)} /> Wrap
        </label>
        <button
          type="button"
          className={page['button']}
          onClick={() => {
            isAtEnd.current = false
            void toStart().then((isThere) => isThere && list.current?.scrollToLine(0))
          }}
        >
          To the beginning
        </button>
        <button
          type="button"
          className={isAway && isFollowed ? page['main'] : page['button']}
          onClick={() => {
            isAtEnd.current = true
            void (end === size ? Promise.resolve(true) : toEnd()).then((isThere) => isThere && list.current?.scrollToEnd())
          }}
        >
          To the end
        </button>
        <span className={page['soft']} aria-live="polite">
          {formatBytes(size)}
          {start > 0 || end < size ? `, ${percent(start, size)} to ${percent(end, size)} are here` : ''}
          {isFollowed ? (isAway ? ', paused' : ', followed') : ''}
        </span>
        {address === undefined ? null : (
          <a className={page['button']} style={{ marginLeft: 'auto' }} href={address} download={path.slice(path.lastIndexOf('/') + 1)}>
            Download
          </a>
        )}
      </div>
      {lines.length === 0 ? <p className={page['soft']}>Nothing was written{isFollowed ? ' yet' : ''}.</p> : null}
      <LineList
        key={String(isWrapped)}
        handle={list}
        label="Log"
        count={lines.length}
        width={width}
        isWrapped={isWrapped}
        keyOf={(index) => lines[index]?.at ?? index}
        classOf={(index) => (lines[index]?.at === search.found ? styles['found'] : undefined)}
        renderLine={(index) => (
          <span className={styles['logLine']}>
            <AnsiLine line={lines[index]?.text.replace(/\r?\n$/, '') ?? ''} wanted={search.wanted} />
          </span>
        )}
        onNearStart={readBefore}
        onNearEnd={readAfter}
        onAtEnd={onAtEnd}
      />
    </>
  )
}

function percent(place: number, size: number): string {
  return `${((place / Math.max(1, size)) * 100).toFixed(1)} %`
}

/** A search that goes through the whole log, from what was found last, or from the line in the middle of the window. */
function useSearchIn(log: ReturnType<typeof useLog>, list: React.RefObject<LineListHandle | null>, isAtEnd: { current: boolean }) {
  const [wanted, setWanted] = useState('')
  const [found, setFound] = useState<number>()
  const [state, setState] = useState<string>()
  const running = useRef<AbortController>(undefined)
  // A long log is not searched on for a page that was left.
  useEffect(() => () => running.current?.abort(), [])
  const change = (next: string) => {
    running.current?.abort()
    setWanted(next)
    setFound(undefined)
    const count = next === '' ? 0 : log.window.lines.filter(({ text }) => hasText(text, next)).length
    setState(next === '' ? undefined : `${count} ${count === 1 ? 'line' : 'lines'} here`)
  }
  const step = async (by: 1 | -1) => {
    if (wanted === '') return
    running.current?.abort()
    const end = new AbortController()
    running.current = end
    const { start, size } = log.window
    const from = found ?? (by === 1 ? start - 1 : size)
    const onProgress = (place: number) => setState(`searching at ${percent(place, size)}`)
    const answer = await findInLog({ read: log.read, wanted, from, by, size, onProgress, signal: end.signal }).catch(errorText)
    if (end.signal.aborted) return
    if (typeof answer === 'string') return setState(`it could not be searched: ${answer}`)
    if (answer === undefined) return setState(by === 1 ? 'none after this' : 'none before this')
    isAtEnd.current = false
    log.show(answer.window)
    setFound(answer.window.lines[answer.index]?.at)
    setState(`found at ${percent(answer.window.lines[answer.index]?.at ?? 0, size)}`)
    // Once the list has the new lines.
    requestAnimationFrame(() => requestAnimationFrame(() => list.current?.scrollToLine(answer.index)))
  }
  return { wanted, found, state, change, step }
}
