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
  /** Resolves to whether the window is there: false where another place was asked for meanwhile, or it could not be read. */
  toStart(): Promise<boolean>
  toEnd(): Promise<boolean>
  readBefore(): void
  readAfter(): void
}

/**
 * A window of a log that moves with what is scrolled to, and grows while the run goes on. It grows by one piece at a time; who asks for another
 * place is taken there at once, and what was still being read for the place before is dropped.
 */
export function useLog(uri: string, path: string, isFollowed: boolean): Log {
  const [read] = useState(() => createReadPart(uri, path))
  const [window, setWindow] = useState(emptyWindow)
  const [isRead, setRead] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const latest = useRef(window)
  const turns = useRef(new Turns())
  const show = useCallback((next: LogWindow) => {
    turns.current.end()
    latest.current = next
    setWindow(next)
  }, [])
  const jump = useCallback(
    async (next: (before: LogWindow) => Promise<LogWindow>): Promise<boolean> => {
      const turn = turns.current.begin()
      try {
        const found = await next(latest.current)
        if (!turns.current.isAt(turn)) return false
        show(found)
        setRead(true)
        setError(null)
        return true
      } catch (reason) {
        if (!turns.current.isAt(turn)) return false
        turns.current.end()
        setError(reason)
        return false
      }
    },
    [show],
  )
  const grow = useCallback(
    (next: (before: LogWindow) => Promise<LogWindow>) => {
      if (!turns.current.isBusy) void jump(next)
    },
    [jump],
  )
  useEffect(() => void jump(() => openEnd(read)), [jump, read])
  useEffect(() => {
    if (!isFollowed) return undefined
    const timer = setInterval(() => {
      // Who reads far above the end needs no more than its size.
      if (latest.current.end === latest.current.size) grow((before) => extendAfter(before, read))
    }, FOLLOW_MILLISECONDS)
    return () => clearInterval(timer)
  }, [isFollowed, grow, read])
  return {
    window,
    isRead,
    error,
    read,
    show,
    toStart: useCallback(() => jump(() => openAt(read, 0)), [jump, read]),
    toEnd: useCallback(() => jump(() => openEnd(read)), [jump, read]),
    readBefore: useCallback(() => {
      if (latest.current.start > 0) grow((before) => extendBefore(before, read))
    }, [grow, read]),
    readAfter: useCallback(() => {
      if (latest.current.end < latest.current.size) grow((before) => extendAfter(before, read))
    }, [grow, read]),
  }
}

/** Which of the readings that were begun is the one that counts: the last, until it has ended. */
class Turns {
  #last = 0
  #isBusy = false

  get isBusy(): boolean {
    return this.#isBusy
  }

  begin(): number {
    this.#isBusy = true
    return ++this.#last
  }

  isAt(turn: number): boolean {
    return this.#isBusy && turn === this.#last
  }

  /** Whatever is being read does not count any more. */
  end(): void {
    this.#isBusy = false
  }
}
