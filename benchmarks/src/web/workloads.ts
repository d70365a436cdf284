import type { Figures } from '../report/figures.ts'
import type { Recorder } from '../report/report.ts'
import type { SubjectName } from './open-subject.ts'
import type { Pages } from './pages.ts'
import { columnsOf, type DataName, type Sizes, soughtKey } from './plans.ts'
import { describeFrames, traceFrames } from './frames.ts'
import { type Scrolled, scrollScript } from './probe.ts'
import { type Address, type Chromium, Visit } from './visit.ts'

/** What a workload needs of one subject. */
export interface Looking {
  readonly chromium: Chromium
  readonly subject: SubjectName
  readonly pages: Pages
  readonly sizes: Sizes
  /** Times that a page is opened anew. */
  readonly rounds: number
  /** After which a page is given up. */
  readonly seconds: number
  /** Where pictures of the pages go. */
  readonly pictures: string | undefined
  readonly record: Recorder
}

const PIXELS_PER_SECOND = 16_000
/** Longest way down. */
const SCROLL_SECONDS = 40
/** Parts of a chart that one looks at more closely, one inside of the other. */
const ZOOMS = 3

export const workloads: Readonly<Record<DataName, (looking: Looking) => Promise<void>>> = {
  table: async (looking) => {
    const { pages, sizes, record, subject } = looking
    const title = `${sizes.runs.toLocaleString('en')} runs × ${sizes.columns} columns`
    await using visit = await openPage(`${title}, opened`, pages.table(columnsOf(sizes)), looking)
    if (visit === undefined) return
    const { figures, scrolled } = await scroll(visit, looking)
    record(`${title}, scrolled`, subject, [{ ...figures, rows: scrolled.reached, ...(await visit.weigh()) }])
    await takePicture(visit, `${title}, scrolled`, looking)
  },
  wide: async (looking) => {
    const { pages, sizes, record, subject } = looking
    const title = `a run of ${sizes.keys.toLocaleString('en')} metrics`
    await using _runs = await openPage(`${title}, in its table`, pages.runs, looking)
    await using _overview = await openPage(`${title}, overview`, pages.overview, looking)
    await using visit = await openPage(`${title}, charts`, pages.charts, looking)
    if (visit === undefined) return
    const { key, typed } = soughtKey(sizes)
    const found = await visit.act(async () => {
      await visit.page.locator(pages.search).first().fill(typed)
      await visit.waitUntil(pages.drawn(key))
    })
    record(`${title}, a chart searched`, subject, [found])
    await takePicture(visit, `${title}, a chart searched`, looking)
    if (subject === 'reprise') await comeAndGo(looking, `${title}, come and gone ${sizes.visits} times`)
  },
  long: async (looking) => {
    const { pages, sizes, subject } = looking
    const points = subject === 'mlflow' ? sizes.longOfMlflow : sizes.long
    await using visit = await openPage(`a series of ${printCount(sizes.long)} points`, pages.charts, looking)
    if (visit !== undefined) await zoom(visit, `a series of ${printCount(points)} points, closer`, looking)
  },
  many: async (looking) => {
    const { pages, sizes } = looking
    const title = `${sizes.curves} runs of ${printCount(sizes.pointsPerCurve)} points in a chart`
    await using visit = await openPage(title, pages.curves, looking)
    if (visit !== undefined) await zoom(visit, `${title}, closer`, looking)
  },
}

/** Opens a page several times and records what that took; the last of them, or undefined where it showed nothing in time. */
async function openPage(title: string, address: Address, looking: Looking): Promise<Visit | undefined> {
  const rounds: Figures[] = []
  for (let round = 1; ; round++) {
    const visit = await Visit.open(looking.chromium, address, looking.seconds)
    const figures = await visit.load()
    rounds.push(figures)
    const isOpen = Number.isFinite(figures.ready)
    if (isOpen && round < looking.rounds) await visit[Symbol.asyncDispose]()
    else {
      looking.record(title, looking.subject, rounds)
      await takePicture(visit, title, looking)
      if (isOpen) return visit
      await visit[Symbol.asyncDispose]()
      return undefined
    }
  }
}

async function scroll(visit: Visit, { pages, sizes }: Looking): Promise<{ figures: Figures; scrolled: Scrolled }> {
  const trace = await traceFrames(visit.devTools)
  const script = scrollScript({ ...pages, pixelsPerSecond: PIXELS_PER_SECOND, seconds: SCROLL_SECONDS, rows: sizes.runs })
  let scrolled: Scrolled = { frames: [], empty: 0, reached: 0 }
  const { longTasks, longestTask, received } = await visit.act(async () => {
    scrolled = (await visit.page.evaluate(script)) as Scrolled
  })
  const drawn = await trace()
  const tasks = { longTasks: longTasks ?? 0, longestTask: longestTask ?? 0, received: received ?? 0 }
  return { figures: { ...tasks, ...describeFrames(scrolled, drawn) }, scrolled }
}

/** Visits after which everything has been loaded that ever is. */
const FIRST_VISITS = 3

/** Goes from the table of runs to the charts of a run and back, again and again: what stays on the heap. */
async function comeAndGo(looking: Looking, title: string): Promise<void> {
  const { pages, sizes, record, subject } = looking
  await using visit = await Visit.open(looking.chromium, pages.runs, looking.seconds)
  await visit.load()
  const weights: Figures[] = []
  for (let count = 1; count <= sizes.visits; count++) {
    await visit.page.getByRole('grid', { name: 'Runs' }).getByRole('link').first().click()
    await visit.page.getByRole('link', { name: 'Metrics', exact: true }).click()
    await visit.waitUntil(`location.pathname.startsWith('/r/') && ${pages.charts.ready}`)
    await visit.page.goBack()
    await visit.page.goBack()
    await visit.waitUntil(`location.pathname.startsWith('/e/') && ${pages.runs.ready} && ${pages.charts.ready}`)
    if (count === FIRST_VISITS || count === sizes.visits) weights.push(await visit.weigh())
  }
  const [first, last] = weights
  const growth = (last?.heap ?? Number.NaN) - (first?.heap ?? Number.NaN)
  record(title, subject, [{ growth, heap: last?.heap ?? Number.NaN, elements: last?.elements ?? Number.NaN }])
}

/** Drags over the middle half of a chart, again and again: the slowest of what follows counts. */
async function zoom(visit: Visit, title: string, looking: Looking): Promise<void> {
  const { page } = visit
  const rounds: Figures[] = []
  for (let round = 0; round < ZOOMS; round++) {
    const box = await page.locator(looking.pages.plot).first().boundingBox()
    if (box === null) throw new Error(`${title}: there is no ${looking.pages.plot}`)
    const [left, right, middle] = [box.x + box.width * 0.3, box.x + box.width * 0.7, box.y + box.height / 2]
    await page.mouse.move(left, middle)
    await page.mouse.down()
    await page.mouse.move((left + right) / 2, middle)
    await page.mouse.move(right, middle)
    rounds.push(await visit.act(() => page.mouse.up()))
  }
  const slowest = Math.max(...rounds.map(({ ready = 0 }) => ready))
  const longestTask = Math.max(...rounds.map((figures) => figures.longestTask ?? 0))
  looking.record(title, looking.subject, [{ ready: slowest, longestTask, ...(await visit.weigh()) }])
  await takePicture(visit, title, looking)
}

async function takePicture({ page }: Visit, title: string, { pictures, subject }: Looking): Promise<void> {
  if (pictures === undefined) return
  const path = `${pictures}/${subject} ${title.replaceAll(/[^\w ,]/g, '-')}.png`
  await page
    .screenshot({ path })
    .catch((error: unknown) => process.stdout.write(`${title}: no picture, ${String(error).split('\n', 1)[0]}\n`))
}

function printCount(count: number): string {
  return count >= 1_000_000 ? `${count / 1_000_000} M` : `${count / 1_000} k`
}
