import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logRun } from './log-runs.ts'
import { boxesOf, boxOf, drag } from './mouse.ts'
import { chromium, openInterface, type OpenInterface } from './open-interface.ts'

/** Accuracy and loss by model: 12 runs, of which one has no loss, and one that is NaN. */
const planned = Array.from({ length: 12 }, (_, at) => ({
  name: `run-${at}`,
  params: { model: ['mlp', 'cnn', 'wide'][at % 3] ?? '', lr: String(10 ** -(1 + (at % 4))), depth: String(at + 1) },
  accuracy: (at + 1) / 20,
  losses: at === 3 ? [] : at === 4 ? [1, Number.NaN] : [at + 5, at, at + 2],
}))

describe.skipIf(chromium.missing)(`charts of the values of runs${chromium.note}`, () => {
  let open: OpenInterface
  let experiment: string
  beforeAll(async () => {
    open = await openInterface()
    experiment = (await open.client.createExperiment({ name: 'sweep' })).experiment_id
    for (const { name, params, accuracy, losses } of planned) {
      await logRun(open.client, experiment, {
        name,
        params,
        metrics: { accuracy: [accuracy], ...(losses.length === 0 ? {} : { loss: losses }) },
      })
    }
  })
  afterAll(() => open.close())

  const openPanel = async (panels: string, more = '') => {
    const page = await open.browser.newPage()
    await page.setViewportSize({ width: 1_600, height: 1_000 })
    await page.goto(`${open.url}/e/${experiment}?panels=${encodeURIComponent(panels)}${more}`)
    await page.getByRole('row').nth(1).waitFor()
    return page
  }
  type Page = Awaited<ReturnType<typeof openPanel>>
  const namesIn = async (page: Page) =>
    (await page.getByRole('rowheader').getByRole('link').allInnerTexts()).map((text) => text.trim()).toSorted(byNumber)

  it('scatters runs by two values, counts those that have none, and says how the two go together', async () => {
    const page = await openPanel('scatter(trend=line):params.depth,metrics.loss~scatter(trend=rank):params.depth,metrics.accuracy')
    const loss = page.getByRole('application', { name: /^depth · loss/ })
    await expect.poll(() => loss.getAttribute('aria-label')).toContain('10 of 12 runs · 1 without loss · 1 not finite in loss')
    await expect.poll(() => loss.getAttribute('aria-label')).toContain('Pearson r = 1.000, n = 10')
    const accuracy = page.getByRole('application', { name: /^depth · accuracy/ })
    await expect.poll(() => accuracy.getAttribute('aria-label')).toContain('Spearman ρ = 1.000, n = 12')
  })

  it('names the run of a point with its params, and opens it, with keys alone', async () => {
    const page = await openPanel('scatter:params.depth,metrics.accuracy')
    const plot = page.getByRole('application', { name: /^depth · accuracy/ })
    await plot.focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    const pointed = plot.getByRole('status')
    await expect.poll(() => pointed.innerText()).toMatch(/run-1[\s\S]*accuracy[\s\S]*0\.1[\s\S]*model[\s\S]*cnn/)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'run-1', exact: true }).waitFor()
  })

  it('picks the runs in a rectangle, and narrows the table to them', async () => {
    const page = await openPanel('scatter:metrics.accuracy,metrics.accuracy')
    const plot = page.getByRole('application', { name: /^accuracy · accuracy/ })
    await expect.poll(() => plot.getAttribute('aria-label')).toContain('12 runs')
    const box = await boxOf(plot)
    // The lower left quarter of a diagonal: its lower half.
    await drag(page, [box.x + 60, box.y + box.height - 40], [box.x + 58 + (box.width - 72) / 2, box.y + 18 + (box.height - 56) / 2])
    await page.getByText('6 brushed').waitFor()
    await page.getByRole('button', { name: 'Filter the table' }).click()
    await expect.poll(() => namesIn(page)).toEqual(['run-0', 'run-1', 'run-2', 'run-3', 'run-4', 'run-5'])
    await expect.poll(() => page.url()).toContain('accuracy')
  })

  it('brushes axes of parallel coordinates with keys and with the mouse, and picks exactly the runs between', async () => {
    const page = await openPanel('parallel:,params.model,params.depth,metrics.accuracy')
    const plot = page.getByRole('group', { name: /^model · depth · accuracy/ })
    await expect.poll(() => plot.locator('canvas[data-layer=picked]').getAttribute('data-drawn')).toBe('12')
    await plot.getByRole('button', { name: 'Pick a range of model' }).focus()
    await page.keyboard.press('Enter')
    const upper = plot.getByRole('slider', { name: 'Upper end of model' })
    await expect.poll(() => upper.getAttribute('aria-valuetext')).toBe('wide')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => upper.getAttribute('aria-valuetext')).toBe('cnn')
    await page.getByText('4 brushed').waitFor()
    // The upper half of the depths, 7 to 12: of cnn 8 and 11.
    const [body, foot] = await boxesOf(plot, plot.getByRole('button', { name: 'Pick a range of depth' }))
    const middle = (body.y + 30 + foot.y) / 2
    await drag(page, [foot.x + 13, middle], [foot.x + 13, body.y + 31])
    await page.getByText('2 brushed').waitFor()
    await expect.poll(() => plot.locator('canvas[data-layer=picked]').getAttribute('data-drawn')).toBe('2')
    // What is brushed stands in the address.
    await page.reload()
    await page.getByText('2 brushed').waitFor()
    await page.getByRole('button', { name: 'Filter the table' }).click()
    await expect.poll(() => namesIn(page)).toEqual(['run-7', 'run-10'])
    await expect
      .poll(() => new URL(page.url()).searchParams.get('q'))
      .toBe("params.model = 'cnn' AND params.depth IN ('7', '8', '9', '10', '11', '12')")
    await page.getByRole('button', { name: 'Pick 2' }).click()
    await expect.poll(() => page.getByRole('checkbox', { name: /^Select run-/, checked: true }).count()).toBe(2)
    await page.getByRole('button', { name: 'Clear', exact: true }).first().click()
    await expect.poll(() => page.getByText('brushed').count()).toBe(0)
  })

  it('takes an axis to another place with the arrow keys, and keeps the order', async () => {
    const page = await openPanel('parallel:,params.model,params.depth,metrics.accuracy')
    await page.getByRole('button', { name: 'Axis depth, 2 of 3; arrow keys move it' }).press('ArrowRight')
    await page.getByRole('button', { name: 'Axis depth, 3 of 3; arrow keys move it' }).waitFor()
    await page.reload()
    await page.getByRole('button', { name: 'Axis depth, 3 of 3; arrow keys move it' }).waitFor()
  })

  it('finds axes by itself where none is named', async () => {
    const page = await openPanel('parallel:')
    const titles = page.getByRole('button', { name: /^Axis / })
    await expect.poll(() => titles.allInnerTexts()).toEqual(['depth', 'lr', 'model', 'accuracy', 'loss'])
  })

  it('draws boxes by a param, with medians and quartiles that are right', async () => {
    const page = await openPanel('box:metrics.accuracy,params.model~box(point=min):metrics.loss')
    const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name} `) })
    // cnn has 0.1, 0.25, 0.4, 0.55.
    await expect.poll(() => row('cnn').innerText()).toMatch(/^cnn\s+4\s+0\.1\s+0\.2125\s+0\.325\s+0\.4375\s+0\.55\s+0\.325/)
    // The least losses: 1 of the run whose last is NaN, and else its number.
    await expect.poll(() => row('all runs').innerText()).toMatch(/^all runs\s+11\s+0\s+1\.5\s+6\s/)
  })

  it('draws bars of runs in their order, and of groups with their deviations', async () => {
    const page = await openPanel('bar:,metrics.accuracy~bar(order=least):params.model,metrics.accuracy,metrics.loss')
    const rows = (label: RegExp) => page.getByRole('table', { name: label }).locator('tbody tr')
    await expect.poll(async () => (await rows(/^accuracy: /).allInnerTexts()).slice(0, 2)).toEqual(['run-11\t0.6', 'run-10\t0.55'])
    await expect.poll(async () => (await rows(/^model · accuracy/).allInnerTexts())[0]).toMatch(/^mlp\t0\.275\t0\.19365\t4\t/)
  })

  it('means groups of the page, where runs are averaged over a param', async () => {
    const page = await openPanel('bar:,metrics.accuracy~scatter:params.depth,metrics.accuracy', '&over=depth')
    const scatter = page.getByRole('application', { name: /^depth · accuracy/ })
    await expect.poll(() => scatter.getAttribute('aria-label')).toContain('12 runs')
    const rows = page.getByRole('table', { name: /^accuracy: / }).locator('tbody tr')
    await expect.poll(() => rows.count()).toBe(12)
  })

  it('saves what is shown as a table and as a drawing', async () => {
    const page = await openPanel('box:metrics.accuracy,params.model')
    await page.getByRole('row', { name: /^cnn / }).waitFor()
    await page.getByRole('button', { name: 'More for accuracy · model' }).click()
    const [csv] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as CSV' }).click()])
    expect((await text(csv)).split('\n')[1]).toMatch(/^cnn,4,0\.1,0\.2125,/)
    await page.getByRole('button', { name: 'More for accuracy · model' }).click()
    const [svg] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as SVG' }).click()])
    expect(await text(svg)).toContain('>cnn</text>')
  })

  it('has reported no error in the console', () => {
    expect(open.browser.problems).toEqual([])
  })
})

async function text(download: { createReadStream(): Promise<AsyncIterable<unknown>> }): Promise<string> {
  let whole = ''
  for await (const chunk of await download.createReadStream()) whole += String(chunk)
  return whole
}

function byNumber(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true })
}
