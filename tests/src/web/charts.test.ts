import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countSpikes } from './count-spikes.ts'
import { logRun } from './log-runs.ts'
import { dragOver, pointAt } from './mouse.ts'
import { chromium, type Locator, newExperiment, openInterface, type OpenInterface, type Page } from './open-interface.ts'

const POINTS = 1_000_000
const SPIKES = 40

async function save(page: Page, chart: string, as: string): Promise<string> {
  await page.getByRole('button', { name: `More for ${chart}` }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: `Save as ${as}` }).click()
  return (await download).path()
}

/** What stands at a chart when the mouse is at a part of its width. */
async function told(page: Page, name: string, at: readonly [chart: Locator, part: number]): Promise<string> {
  await pointAt(page, ...at)
  return page.getByRole('region', { name }).innerText()
}

describe.skipIf(chromium.missing)(`charts in a browser${chromium.note}`, () => {
  let open: OpenInterface
  let experiment: string
  let noisy: string
  beforeAll(async () => {
    open = await openInterface()
    experiment = (await open.client.createExperiment({ name: 'spikes' })).experiment_id
    const values = Array.from({ length: POINTS }, (_, step) => Math.sin(step / 5_000) * 0.1)
    for (let spike = 0; spike < SPIKES; spike++) values[Math.round(((spike + 0.5) / SPIKES) * POINTS)] = 1
    const odd = [1, 2, Number.NaN, 4, Number.POSITIVE_INFINITY, 6]
    noisy = await logRun(open.client, experiment, { name: 'noisy', metrics: { noise: values, odd } })
  })
  afterAll(() => open.close())

  it('draw every spike of one point of a million on a canvas of a thousand pixels, also smoothed and zoomed', async () => {
    const page = await open.browser.newPage({ viewport: { width: 1082, height: 800 } })
    await page.goto(`${open.url}/r/${noisy}/metrics?panels=lines!(wide):metrics.noise`)
    const chart = page.getByRole('img', { name: 'noise: 1 curve' })
    await chart.waitFor()
    const width = (await chart.boundingBox())?.width ?? 0
    expect([width > 950, width < 1_050]).toEqual([true, true])
    await expect.poll(() => page.evaluate(countSpikes('noise'))).toBe(SPIKES)
    await dragOver(page, chart, [0.25, 0.75])
    await expect.poll(() => page.evaluate(countSpikes('noise'))).toBe(SPIKES / 2)
    await page.goto(`${page.url()}&smooth=90`)
    await chart.waitFor()
    await expect.poll(() => page.evaluate(countSpikes('noise'))).toBe(SPIKES)
    await dragOver(page, chart, [0.25, 0.75])
    await expect.poll(() => page.evaluate(countSpikes('noise'))).toBe(SPIKES / 2)
  })

  it('look closer where one drags, read that part anew, and go back', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/e/${experiment}?charts=noise`)
    const chart = page.getByRole('img', { name: 'noise: 1 curve' })
    await chart.waitFor()
    const zoomed = page.waitForResponse((answer) => answer.url().includes('/series/buckets') && answer.request().url().includes('from='))
    await dragOver(page, chart, [0.3, 0.6])
    expect((await zoomed).status()).toBe(200)
    await page.getByRole('button', { name: 'Whole' }).click()
    await expect.poll(() => page.getByRole('button', { name: 'Whole' }).count()).toBe(0)
  })

  it('show values under the mouse, NaN too', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/e/${experiment}?charts=odd`)
    const chart = page.getByRole('img', { name: 'odd: 1 curve' })
    // Step 2 of 0 to 5.
    await expect.poll(() => told(page, 'odd', [chart, 0.4])).toContain('NaN')
  })

  it('average runs that differ in the seed alone', async () => {
    const seeds = await newExperiment(open.client, 'seeds')
    for (const [index, lr] of ['0.1', '0.1', '0.2', '0.2'].entries()) {
      const metrics = { loss: [1 + index, 2 + index] }
      await logRun(open.client, seeds, { name: `run-${index}`, params: { lr, seed: String(index) }, metrics })
    }
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/e/${seeds}`)
    await page.getByRole('img', { name: 'loss: 4 curves' }).waitFor()
    await page.getByRole('combobox', { name: 'Mean over' }).selectOption('seed')
    const chart = page.getByRole('img', { name: 'loss: 2 means of 4 curves' })
    await expect.poll(() => told(page, 'loss', [chart, 0.01])).toContain('lr=0.1 (2)')
    // 1 and 2 of the first group: their mean, and the deviation of the two.
    await expect.poll(() => told(page, 'loss', [chart, 0.01])).toContain('1.5 ± 0.707107, 2 runs')
  })

  it('are smoothed over all points, and the average is the same where one looks closer', async () => {
    const page = await open.browser.newPage()
    const columns = async (range: object) => {
      const asked = { run_ids: [noisy], metric_key: 'noise', smoothing: 0.99, columns: ['to', 'smoothed'], ...range } as const
      const { runs } = await open.client.getSeriesBuckets(asked)
      return new Map(runs[0]?.to.map((to, at) => [Number(to), runs[0]?.smoothed[at]]))
    }
    const whole = await columns({ width: 10 })
    const part = await columns({ from: 150_000, to: 199_999, width: 1_000 })
    expect(part.get(199_999)).toBe(whole.get(199_999))
    await page.goto(`${open.url}/e/${experiment}?charts=noise&smooth=99`)
    const chart = page.getByRole('img', { name: 'noise: 1 curve' })
    // The sine is there at its value of the last steps, whatever was smoothed around it.
    await expect.poll(() => told(page, 'noise', [chart, 0.999])).toMatch(/noisy\s+−0\.0/)
  })

  it('stand along any metric of the runs', async () => {
    const along = await newExperiment(open.client, 'along')
    const metrics = { loss: [4, 3, 2, 1], epoch: [0, 0.5, 1, 1.5] }
    await logRun(open.client, along, { name: 'trained', metrics })
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/e/${along}`)
    await page.getByRole('combobox', { name: 'Horizontal axis' }).selectOption('metric')
    await page.getByRole('combobox', { name: 'Metric of the horizontal axis' }).fill('epoch')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.url()).toContain('x=metrics.epoch')
    const chart = page.getByRole('img', { name: 'loss: 1 curve' })
    const status = page.getByRole('region', { name: 'loss' }).getByRole('status')
    const atTheEnd = async () => {
      await chart.press('End')
      return status.innerText()
    }
    await expect.poll(atTheEnd).toBe('1.5: trained 1')
    // What was told along one axis is not told along another.
    await page.getByRole('combobox', { name: 'Horizontal axis', exact: true }).selectOption('step')
    await expect.poll(() => status.innerText()).toBe('')
    await expect.poll(atTheEnd).toBe('3: trained 1')
  })

  it('are read with the keyboard, and told in numbers', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/e/${experiment}?charts=odd`)
    const region = page.getByRole('region', { name: 'odd' })
    const chart = page.getByRole('img', { name: 'odd: 1 curve' })
    await chart.press('Home')
    await expect.poll(() => region.getByRole('status').innerText()).toBe('0: noisy 1')
    await chart.press('+')
    await region.getByRole('button', { name: 'Whole' }).waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => region.getByRole('button', { name: 'Whole' }).count()).toBe(0)
    await expect.poll(() => region.getByRole('row', { name: 'noisy' }).getByRole('cell').allInnerTexts()).toEqual(['1', '∞', '6'])
  })

  it('are saved as tables, pictures and vectors, with title and legend', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/e/${experiment}?charts=odd`)
    await page.getByRole('img', { name: 'odd: 1 curve' }).waitFor()
    const csv = readFileSync(await save(page, 'odd', 'CSV'), 'utf8').split('\n')
    expect(csv[0]).toBe('run_id,run_name,metric,from,to,count,first,min,max,mean,last,smoothed')
    expect(csv[3]).toBe(`${noisy},"noisy","odd",2,2,1,NaN,NaN,NaN,NaN,NaN,`)
    const svg = readFileSync(await save(page, 'odd', 'SVG'), 'utf8')
    expect(svg).toMatch(/^<svg [^>]*><title>odd<\/title>.*>odd<\/text>.*<path d="M.*>noisy<\/text><\/svg>\n$/s)
    // As a browser reads it: what is not well-formed has no text.
    const drawing = await open.browser.newPage()
    await drawing.goto(`data:image/svg+xml,${encodeURIComponent(svg)}`)
    await expect.poll(() => drawing.locator('text', { hasText: 'noisy' }).count()).toBe(1)
    const png = readFileSync(await save(page, 'odd', 'PNG'))
    const shown = await page.getByRole('img', { name: 'odd: 1 curve' }).boundingBox()
    // Twice the pixels of the chart and what is around it.
    expect(png.readUInt32BE(16)).toBe(2 * ((shown?.width ?? 0) + 32))
  })

  it('look at the same part together, where that is asked for', async () => {
    const page = await open.browser.newPage({ viewport: { width: 1600, height: 1_200 } })
    await page.goto(`${open.url}/e/${experiment}?sync=true&panels=lines:metrics.odd~lines:metrics.odd,metrics.noise`)
    const chart = page.getByRole('img', { name: 'odd: 1 curve' }).first()
    await chart.waitFor()
    await dragOver(page, chart, [0.2, 0.8])
    await expect.poll(() => page.url()).toContain('zoom=')
    await expect.poll(() => page.getByRole('button', { name: 'Whole' }).count()).toBeGreaterThan(1)
  })

  it('do not move under the mouse when points arrive', async () => {
    const live = await newExperiment(open.client, 'live')
    const run_id = await logRun(open.client, live, { name: 'going', status: 'RUNNING', metrics: { loss: [3, 2] } })
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/e/${live}`)
    const chart = page.getByRole('img', { name: 'loss: 1 curve' })
    await chart.waitFor()
    const region = page.getByRole('region', { name: 'loss' })
    const least = () => region.getByRole('row', { name: 'going' }).getByRole('cell').first().innerText()
    await chart.hover()
    const read = page.waitForResponse((answer) => answer.url().includes('/series/buckets'))
    await open.client.logMetric({ run_id, key: 'loss', value: 0.5, step: 1_000, timestamp: 1_700_000_100_000 })
    await read
    await page.waitForTimeout(300)
    expect(await least()).toBe('2')
    await page.mouse.move(2, 2)
    await expect.poll(least).toBe('0.5')
  })

  it('show what is hard to show: one point, none above zero, the greatest doubles, and times far away', async () => {
    const hard = await newExperiment(open.client, 'hard')
    const run_id = await logRun(open.client, hard, { name: 'hard', metrics: { one: [5], below: [-1, 0, -3], huge: [-1.7e308, 1.7e308] } })
    await open.client.logMetric({ run_id, key: 'far', value: 1, step: 0, timestamp: 8n * 10n ** 18n })
    await open.client.logMetric({ run_id, key: 'far', value: 2, step: 2n ** 62n, timestamp: 0 })
    const page = await open.browser.newPage({ viewport: { width: 1600, height: 1_200 } })
    for (const view of ['', '?log=true', '?x=time', '?x=relative&smooth=50']) {
      await page.goto(`${open.url}/e/${hard}${view}`)
      for (const metric of ['one', 'below', 'huge', 'far']) {
        await page.getByRole('region', { name: metric, exact: true }).scrollIntoViewIfNeeded()
        const isValue = metric === 'one' && !view.includes('x=')
        await page.getByRole(isValue ? 'application' : 'img', { name: `${metric}: 1 ${isValue ? 'value' : 'curve'}` }).waitFor()
      }
      if (view === '?log=true')
        await expect.poll(() => page.getByRole('region', { name: 'below' }).innerText()).toContain('No value above zero')
    }
    expect(open.browser.problems).toEqual([])
  })

  it('lay values that were logged once beside each other, until there is a curve', async () => {
    const tests = await newExperiment(open.client, 'tests')
    for (const [name, score] of Object.entries({ good: 0.75, bad: -0.5, broken: Number.NaN }))
      await logRun(open.client, tests, { name, metrics: { score: [score] } })
    const late = await logRun(open.client, tests, { name: 'late', metrics: { score: [1] }, status: 'RUNNING' })
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/e/${tests}`)
    const values = page.getByRole('region', { name: 'score', exact: true }).getByRole('table', { name: 'score: 4 values' })
    const read = async () => (await values.getByRole('row').allInnerTexts()).map((row) => row.split(/\s+/).slice(0, 2).join(' '))
    await expect.poll(async () => (await read()).toSorted()).toEqual(['Name value', 'bad −0.5', 'broken NaN', 'good 0.75', 'late 1'])
    await open.client.logMetric({ run_id: late, key: 'score', value: 2, step: 1, timestamp: 1 })
    await page.getByRole('img', { name: 'score: 4 curves' }).waitFor()
    expect(open.browser.problems).toEqual([])
  })

  it('are read only when they come into view', async () => {
    const many = await newExperiment(open.client, 'many')
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
