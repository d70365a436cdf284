import { useCallback, useEffect, useRef, useState } from 'react'
import { emptyWindow, extendAfter, extendBefore, type LogWindow, openAt, openEnd } from './log-window.ts'
import { createReadPart, type ReadPart } from './read-part.ts'

/** How often the output of a run that goes on is looked at again. */
const FOLLOW_MILLISECONDS = 1_500

export interface Log {
  readonly window: LogWindow
  readonly isRead: boolean
  readonly error: unknown
  readonly read: ReadPart
  /** Puts another stretch in the place of the window. */
  show(window: LogWindow): void
  toStart(): Promise<void>
  toEnd(): Promise<void>
  readBefore(): void
  readAfter(): void
}

/** A window of a log that moves with what is scrolled to, and grows while the run goes on. Changes are made one after the other. */
export function useLog(uri: string, path: string, isFollowed: boolean): Log {
  const [read] = useState(() => createReadPart(uri, path))
  const [window, setWindow] = useState(emptyWindow)
  const [isRead, setRead] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const latest = useRef(window)
  const isBusy = useRef(false)
  const change = useCallback(async (next: (before: LogWindow) => Promise<LogWindow>) => {
    if (isBusy.current) return
    isBusy.current = true
    try {
      latest.current = await next(latest.current)
      setWindow(latest.current)
      setRead(true)
      setError(null)
    } catch (reason) {
      setError(reason)
    } finally {
      isBusy.current = false
    }
  }, [])
  const show = useCallback((next: LogWindow) => {
    latest.current = next
    setWindow(next)
  }, [])
  useEffect(() => void change(() => openEnd(read)), [change, read])
  useEffect(() => {
    if (!isFollowed) return undefined
    const timer = setInterval(() => {
      // Who reads far above the end needs no more than its size.
      if (latest.current.end === latest.current.size) void change((before) => extendAfter(before, read))
    }, FOLLOW_MILLISECONDS)
    return () => clearInterval(timer)
  }, [isFollowed, change, read])
  return {
    window,
    isRead,
    error,
    read,
    show,
    toStart: useCallback(() => change(() => openAt(read, 0)), [change, read]),
    toEnd: useCallback(() => change(() => openEnd(read)), [change, read]),
    readBefore: useCallback(() => {
      if (latest.current.start > 0) void change((before) => extendBefore(before, read))
    }, [change, read]),
    readAfter: useCallback(() => {
      if (latest.current.end < latest.current.size) void change((before) => extendAfter(before, read))
    }, [change, read]),
  }
}
