import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boxesOf } from './mouse.ts'
import { chromium, openInterface, type OpenInterface } from './open-interface.ts'

const RUNS = 3_000
const COLUMNS = 30
const KEYS = 22_000
const BATCH = 1_000
/** Runs that a first request may ask for, where they have sixty columns. */
const MOST_RUNS = 100
/** Elements of a page with a table in it, whatever that has. */
const MOST_ELEMENTS = 3_000
const START = 1_700_000_000_000
const names = (kind: string) => Array.from({ length: COLUMNS }, (_, index) => `${kind}${index}`)

interface Asked {
  readonly path: string
  readonly body: {
    readonly filter?: string
    readonly max_results?: number
    readonly page_token?: string
    readonly fields?: readonly string[]
  }
  /** Characters of the answer. */
  readonly length: number
}

describe.skipIf(chromium.missing)(`much data in a browser${chromium.note}`, () => {
  let open: OpenInterface
  let many: string
  let wide: { readonly experiment: string; readonly run: string }
  beforeAll(async () => {
    open = await openInterface()
    many = (await open.client.createExperiment({ name: 'many' })).experiment_id
    let next = 0
    const logSome = async () => {
      for (let index = next++; index < RUNS; index = next++) {
        const { run } = await open.client.createRun({ experiment_id: many, run_name: `run-${index}`, start_time: START + index })
        const params = names('p').map((key) => ({ key, value: String(index % 7) }))
        const metrics = names('m').map((key, at) => ({ key, value: index + at / 100, step: 0, timestamp: START }))
        await open.client.logBatch({ run_id: run.info.run_id, params, metrics })
      }
    }
    await Promise.all(Array.from({ length: 8 }, logSome))
    const experiment = (await open.client.createExperiment({ name: 'wide' })).experiment_id
    const { run } = await open.client.createRun({ experiment_id: experiment, run_name: 'wide', start_time: START })
    for (let first = 0; first < KEYS; first += BATCH) {
      const metrics = Array.from({ length: BATCH }, (_, at) => ({ key: `layer/${first + at}`, value: at, step: 0, timestamp: START }))
      await open.client.logBatch({ run_id: run.info.run_id, metrics })
    }
    wide = { experiment, run: run.info.run_id }
  }, 400_000)
  afterAll(() => open.close())

  /** A page, and what it has asked the server for. */
  async function openPage(path: string) {
    const page = await open.browser.newPage()
    const asked: Asked[] = []
    page.on('requestfinished', async (request) => {
      const { pathname } = new URL(request.url())
      if (!pathname.includes('/api/')) return
      const length = (await (await request.response())?.text().catch(() => ''))?.length ?? 0
      asked.push({ path: pathname, body: (request.postDataJSON() ?? {}) as Asked['body'], length })
    })
    await page.goto(open.url + path)
    return { page, asked }
  }
  const countElements = 'document.getElementsByTagName("*").length'

  it('shows 3,000 runs of 60 columns a screen at a time', async () => {
    const columns = [...names('p').map((name) => `params.${name}`), ...names('m').map((name) => `metrics.${name}`)]
    const { page, asked } = await openPage(`/e/${many}?cols=${columns.join(',')}`)
    const table = page.getByRole('grid', { name: 'Runs' })
    await table.getByRole('link', { name: 'run-2999' }).waitFor()
    await table.getByRole('gridcell').first().waitFor()
    await expect.poll(() => page.locator('canvas').count()).toBeGreaterThan(0)
    const searches = () => asked.filter(({ path, body }) => path.endsWith('/runs/search') && body.filter === '')
    // An answer counts once it was read to its end.
    await expect.poll(() => searches().length).toBeGreaterThan(0)
    expect(searches()[0]?.body.max_results).toBeLessThanOrEqual(MOST_RUNS)
    expect(Math.max(...asked.map(({ length }) => length))).toBeLessThan(1_000_000)
    expect(await page.evaluate(countElements)).toBeLessThan(MOST_ELEMENTS)

    await table.hover()
    const scroll = async () => {
      await page.mouse.wheel(0, 8_000)
      return table.getByRole('link', { name: 'run-0', exact: true }).isVisible()
    }
    await expect.poll(scroll, { timeout: 200_000, interval: 20 }).toBe(true)
    // The first page is read once more where it was asked for before the page was told of changes.
    const later = searches().flatMap(({ body }) => body.page_token ?? [])
    expect(new Set(later).size).toBe(later.length)
    expect(await page.evaluate(countElements)).toBeLessThan(MOST_ELEMENTS)
    await expect.poll(() => table.getAttribute('aria-rowcount')).toBe(String(RUNS + 1))

    await page.evaluate(`document.querySelector('[role="grid"]').scrollLeft = 1e6`)
    await table.getByRole('row', { name: /run-0/ }).getByText('0.29').waitFor()
    expect(await table.getByRole('row', { name: /run-0/ }).getByRole('gridcell').count()).toBeLessThan(25)
    const [name, whole] = await boxesOf(table.getByRole('rowheader', { name: /run-0/ }), table)
    expect(name.x, 'names stay where they are').toBe(whole.x)
    await page.close()
  })

  it('never reads all names of a run of 22,000 metrics to show its experiment', async () => {
    const { page, asked } = await openPage(`/e/${wide.experiment}`)
    await page.getByRole('grid', { name: 'Runs' }).getByRole('link', { name: 'wide' }).waitFor()
    await expect.poll(() => page.locator('canvas').count()).toBeGreaterThan(0)
    expect(Math.max(...asked.map(({ length }) => length))).toBeLessThan(100_000)
    await page.getByRole('searchbox', { name: 'Search charts' }).fill('layer/21987')
    await page.getByRole('application', { name: 'layer/21987: 1 value' }).waitFor()
    expect(asked.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(500_000)
    await page.close()
  })

  it('draws only the charts in view of a run of 22,000 metrics, and finds the others', async () => {
    const { page, asked } = await openPage(`/r/${wide.run}/metrics`)
    await page.locator('canvas').first().waitFor()
    expect(await page.evaluate(countElements)).toBeLessThan(MOST_ELEMENTS)
    expect(asked.filter(({ path }) => path.endsWith('/series/buckets')).length).toBeLessThan(30)
    await page.getByRole('searchbox', { name: 'Search charts' }).fill('layer/21987')
    await page.getByRole('application', { name: 'layer/21987: 1 value' }).waitFor()
    await page.goto(`${open.url}/r/${wide.run}/overview`)
    const metrics = page.getByRole('region', { name: 'Metrics' })
    await metrics.locator('dd').first().waitFor()
    expect(await page.evaluate(countElements)).toBeLessThan(MOST_ELEMENTS)
    await metrics.getByRole('searchbox').fill('21987')
    await expect.poll(() => metrics.locator('dt').allInnerTexts()).toEqual(['layer/21987'])
    await expect.poll(() => metrics.locator('dd').innerText()).toBe('987')
    expect(Math.max(...asked.map(({ length }) => length))).toBeLessThan(100_000)
    await page.close()
  })
})
