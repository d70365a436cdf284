import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logRun } from './log-runs.ts'
import { chromium, openInterface, type OpenInterface } from './open-interface.ts'

const POINTS = 100_000
const SPIKES = 40

/**
 * Runs in the page: how many columns of pixels have ink in the upper half of the plot. The curve itself stays in the lower half, only spikes
 * reach up there. Columns beside each other are one spike.
 */
const countSpikes = `(() => {
  const canvas = document.querySelector('section[aria-label="noise"] canvas')
  const { width, height } = canvas
  const ratio = devicePixelRatio
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height)
  const left = Math.round(60 * ratio), right = width - Math.round(11 * ratio)
  const rows = [0.3, 0.35, 0.4].map((part) => Math.round(height * part))
  // Lines of the grid are light; every colour of a curve has a dark part, the grey one too.
  const isInk = (x, y) => { const at = (y * width + x) * 4; return data[at + 3] > 60 && Math.min(data[at], data[at + 1], data[at + 2]) < 150 }
  let spikes = 0, wasInk = false
  for (let x = left; x < right; x++) {
    const ink = rows.some((y) => isInk(x, y))
    if (ink && !wasInk) spikes++
    wasInk = ink
  }
  return spikes
})()`

describe.skipIf(chromium.missing)(`charts in a browser${chromium.note}`, () => {
  let open: OpenInterface
  let experiment: string
  beforeAll(async () => {
    open = await openInterface()
    experiment = (await open.client.createExperiment({ name: 'spikes' })).experiment_id
    const values = Array.from({ length: POINTS }, (_, step) => Math.sin(step / 500) * 0.1)
    for (let spike = 0; spike < SPIKES; spike++) values[Math.round(((spike + 0.5) / SPIKES) * POINTS)] = 1
    const odd = [1, 2, Number.NaN, 4, Number.POSITIVE_INFINITY, 6]
    await logRun(open.client, experiment, { name: 'noisy', metrics: { noise: values, odd } })
  })
  afterAll(() => open.close())

  it('draw every spike of one point, however many points there are', async () => {
    const page = await open.browser.newPage({ viewport: { width: 1600, height: 900 } })
    await page.goto(`${open.url}/e/${experiment}?charts=noise`)
    await page.getByRole('img', { name: 'noise: 1 curve' }).waitFor()
    await expect.poll(() => page.evaluate(countSpikes)).toBe(SPIKES)
  })

  it('look closer where one drags, read that part anew, and go back', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/e/${experiment}?charts=noise`)
    const chart = page.getByRole('img', { name: 'noise: 1 curve' })
    await chart.waitFor()
    const box = await chart.boundingBox()
    const zoomed = page.waitForResponse((answer) => answer.url().includes('/series/buckets') && answer.request().url().includes('from='))
    await page.mouse.move((box?.x ?? 0) + 150, (box?.y ?? 0) + 50)
    await page.mouse.down()
    await page.mouse.move((box?.x ?? 0) + 250, (box?.y ?? 0) + 50)
    await page.mouse.up()
    expect((await zoomed).status()).toBe(200)
    await page.getByRole('button', { name: 'Whole' }).click()
    await expect.poll(() => page.getByRole('button', { name: 'Whole' }).count()).toBe(0)
  })

  it('show values under the mouse, NaN too', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/e/${experiment}?charts=odd`)
    const chart = page.getByRole('img', { name: 'odd: 1 curve' })
    const box = await chart.boundingBox()
    // Step 2 of 0 to 5, between the margins of the plot.
    const left = (box?.x ?? 0) + 58 + ((box?.width ?? 0) - 68) * 0.4
    await page.mouse.move(left, (box?.y ?? 0) + 60)
    await expect.poll(() => page.getByRole('region', { name: 'odd' }).innerText()).toContain('NaN')
  })

  it('average runs that differ in the seed alone', async () => {
    const seeds = (await open.client.createExperiment({ name: 'seeds' })).experiment_id
    for (const [index, lr] of ['0.1', '0.1', '0.2', '0.2'].entries()) {
      const metrics = { loss: [1 + index, 2 + index] }
      await logRun(open.client, seeds, { name: `run-${index}`, params: { lr, seed: String(index) }, metrics })
    }
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/e/${seeds}`)
    await page.getByRole('img', { name: 'loss: 4 curves' }).waitFor()
    await page.getByRole('combobox', { name: 'Mean over' }).selectOption('seed')
    const chart = page.getByRole('img', { name: 'loss: 2 means of 4 curves' })
    const box = await chart.boundingBox()
    await page.mouse.move((box?.x ?? 0) + 60, (box?.y ?? 0) + 60)
    const region = page.getByRole('region', { name: 'loss' })
    await expect.poll(() => region.innerText()).toContain('lr=0.1 (2)')
    // 1 and 2 of the first group: their mean, and the deviation of the two.
    expect(await region.innerText()).toContain('1.5 ± 0.707107, 2 runs')
  })

  it('are read only when they come into view', async () => {
    const many = (await open.client.createExperiment({ name: 'many' })).experiment_id
    const metrics = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`m${String(index).padStart(2, '0')}`, [1, 2]]))
    await logRun(open.client, many, { name: 'wide', metrics })
    const page = await open.browser.newPage()
    const asked = new Set<string>()
    page.on('request', (request) => {
      if (request.url().includes('/series/buckets')) asked.add(request.url())
    })
    await page.goto(`${open.url}/e/${many}`)
    await page.getByRole('img', { name: 'm00: 1 curve' }).waitFor()
    expect(asked.size).toBeLessThan(15)
    await page.getByRole('region', { name: 'm59' }).scrollIntoViewIfNeeded()
    await page.getByRole('img', { name: 'm59: 1 curve' }).waitFor()
    expect(open.browser.problems).toEqual([])
  })
})
