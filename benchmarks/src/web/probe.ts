/** What a page says of itself while it is measured: a script that runs before any of its own. Its `ready` is an expression of the page's language. */
export function probeScript(ready: string): string {
  return `globalThis.measured = { ready: undefined, tasks: [], frames: undefined }
measured.observer = new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) measured.tasks.push({ startTime, duration })
})
measured.observer.observe({ type: 'longtask', buffered: true })
{
  let before = performance.now()
  const look = () => {
    const now = performance.now()
    measured.frames?.push(now - before)
    before = now
    if (measured.ready === undefined && (${ready})) measured.ready = now
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}`
}

/** What the probe has gathered; times in milliseconds since the navigation. */
export interface Probed {
  /** The first frame in which what was waited for was there. */
  readonly ready: number | undefined
  /** Work that kept the page from answering for more than 50 ms. */
  readonly tasks: readonly { readonly startTime: number; readonly duration: number }[]
  readonly now: number
}

export const readProbe = `({ ready: measured.ready, tasks: measured.tasks, now: performance.now() })`

/** Pixels of a row, in both interfaces. */
const ROW = 32
/** Milliseconds at the end for which more may be waited. */
const LONGEST_WAIT = 10_000

export interface Scrolling {
  /** Of the element that scrolls. */
  readonly scroller: string
  /** Of what a row shows. */
  readonly cell: string
  /** Of the button that asks for more, where there is one. */
  readonly more?: string | undefined
  readonly pixelsPerSecond: number
  /** How long it may take to come to the end. */
  readonly seconds: number
  /** Rows that there are. */
  readonly rows: number
}

/** What scrolling to the end and back took. */
export interface Scrolled {
  /** Milliseconds between frames. */
  readonly frames: readonly number[]
  /** Frames in which no row was where one looks. */
  readonly empty: number
  /** Rows above the end of what was seen. */
  readonly reached: number
}

/** Scrolls at constant speed to the end, where more may come, and back; a promise of what it took. */
export function scrollScript({ scroller, cell, more, pixelsPerSecond, seconds, rows }: Scrolling): string {
  return `new Promise((resolve) => {
  const scroller = document.querySelector(${JSON.stringify(scroller)})
  const box = scroller.getBoundingClientRect()
  const height = ${ROW}
  let empty = 0, way = 1, before = performance.now(), position = 0, reached = 0, waited = 0
  const started = before
  measured.frames = []
  const step = () => {
    const now = performance.now()
    const elapsed = now - before
    before = now
    const most = scroller.scrollHeight - scroller.clientHeight
    position = Math.max(0, Math.min(most, position + way * ${pixelsPerSecond} * elapsed / 1000))
    const shown = document.elementsFromPoint(box.left + box.width / 2, box.top + box.height / 2).some((one) => one.matches(${JSON.stringify(cell)}) && one.textContent !== '')
    if (!shown) empty++
    scroller.scrollTop = position
    if (way === 1) {
      reached = Math.round((position + scroller.clientHeight) / height)
      const isAtEnd = position >= most
      waited = isAtEnd ? waited + elapsed : 0
      const button = isAtEnd ? document.querySelector(${JSON.stringify(more ?? 'no-such-element')}) : null
      if (button !== null) button.click()
      if (reached >= ${rows} || waited > ${LONGEST_WAIT} || now - started > ${seconds * 1_000}) way = -1
    } else if (position === 0) {
      const frames = measured.frames
      measured.frames = undefined
      return resolve({ frames, empty, reached: Math.min(reached, ${rows}) })
    }
    requestAnimationFrame(step)
  }
  requestAnimationFrame(step)
})`
}
