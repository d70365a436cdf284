import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logRun } from './log-runs.ts'
import { chromium, newExperiment, openInterface, type OpenInterface, type Page } from './open-interface.ts'

const long = `<b>名前</b> ${'x'.repeat(240)}`

describe.skipIf(chromium.missing)(`long names and narrow windows in a browser${chromium.note}`, () => {
  let open: OpenInterface
  let experiment: string
  let run: string
  beforeAll(async () => {
    open = await openInterface()
    experiment = await newExperiment(open.client, `e ${'y'.repeat(200)}`)
    for (const seed of ['1', '2', '3'])
      run = await logRun(open.client, experiment, {
        name: long,
        params: { seed, lr: 'z'.repeat(400) },
        metrics: { acc: [0.5], loss: [3, 2, 1] },
      })
  })
  afterAll(() => open.close())

  /** Whether nothing stands outside of the window, or beside what can be scrolled to sideways on purpose. */
  const fits = (page: Page) =>
    page.evaluate<boolean>(`(() => {
      const content = document.querySelector('#content')
      return document.documentElement.scrollWidth <= innerWidth && content.scrollWidth <= content.clientWidth
    })()`)

  it('keeps what can be done with a run in reach, whatever it is called', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/r/${run}/overview`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await expect.poll(() => fits(page)).toBe(true)
    const box = await page.getByRole('button', { name: 'Share' }).boundingBox()
    expect((box?.x ?? Infinity) + (box?.width ?? 0)).toBeLessThanOrEqual(1280)
  })

  it.each([
    '/',
    '/experiments',
    '/e/EXPERIMENT',
    '/r/RUN/overview',
    '/r/RUN/metrics',
    '/r/RUN/files',
    '/r/RUN/repro',
    '/data',
    '/settings',
  ])('fits a telephone: %s', async (path) => {
    const page = await open.browser.newPage({ viewport: { width: 390, height: 844 } })
    await page.goto(open.url + path.replace('EXPERIMENT', experiment).replace('RUN', run))
    await page.getByRole('heading').first().waitFor()
    await expect.poll(() => fits(page)).toBe(true)
  })

  it('draws means of what was logged once', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/e/${experiment}?over=seed`)
    const chart = page.getByRole('application', { name: /^acc: 1 value/ })
    await chart.waitFor()
    await chart.press('ArrowDown')
    await expect.poll(() => page.getByRole('status').filter({ hasText: 'mean' }).innerText()).toContain('0.5')
  })
})
