import type { Page } from '@reprise/testing'
import { createTracker } from '@reprise/sdk'
import { beforeAll, expect, it } from 'vitest'
import { boxOf } from '../mouse.ts'
import type { Setting } from './setting.ts'

const MANY = 600
const KEYS = 3_000

/** Must-haves of tables. `setting` is opened before the tests run. */
export function describeTables(setting: () => Setting): void {
  let open: Setting
  beforeAll(() => void (open = setting()))

  const openRuns = async (query = '', experiment = open.ids['sweep']) => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/e/${experiment}${query}`)
    await tableIn(page).getByRole('rowheader').first().waitFor()
    return page
  }
  const tableIn = (page: Page) => page.getByLabel('Runs', { exact: true })
  const namesIn = async (page: Page) =>
    (await tableIn(page).getByRole('rowheader').allInnerTexts()).map((text) => text.split('\n').at(-1) ?? '')
  const search = async (page: Page, filter: string) => {
    const box = page.getByRole('combobox', { name: 'Filter' })
    await box.fill(filter)
    await box.press('Enter')
  }

  it('1. fast with thousands of runs: only rows in view are drawn, and the rest is read when it is scrolled to', async () => {
    const tracker = createTracker({ trackingUri: open.url, experimentName: 'many' })
    for (let at = 0; at < MANY; at += 50) {
      const some = Array.from({ length: 50 }, (_, index) => ({ name: `run-${at + index}`, params: { index: at + index } }))
      await Promise.all(some.map((options) => tracker.withRun(options, (run) => run.logMetric('score', at))))
    }
    const { experiment } = await open.client.getExperimentByName({ experiment_name: 'many' })
    const page = await openRuns('', experiment.experiment_id)
    expect(await tableIn(page).getByRole('rowheader').count()).toBeLessThan(100)
    await tableIn(page).getByRole('rowheader').first().hover()
    await expect
      .poll(async () => {
        await page.mouse.wheel(0, 20_000)
        return namesIn(page)
      })
      .toContain('run-0')
    expect(await tableIn(page).getByRole('rowheader').count()).toBeLessThan(100)
    // Gathered rows are of what was read, which is said, and all is read when it is asked for.
    await page.goto(`${open.url}/e/${experiment.experiment_id}?group=params.index&cols=params.index`)
    await page.getByText('that were read so far').waitFor()
    await page.getByRole('button', { name: 'Read all' }).click()
    await page.getByText(`${MANY} runs`, { exact: true }).waitFor()
    await expect.poll(() => page.getByText('that were read so far').count()).toBe(0)
  })

  it('2. never loads all keys: names are searched on the server', async () => {
    const tracker = createTracker({ trackingUri: open.url, experimentName: 'wide' })
    const id = await tracker.withRun({ name: 'wide' }, (run) => {
      for (let key = 0; key < KEYS; key++) run.logMetric(`layer/unit_${key}`, key)
      return run.id
    })
    const { experiment } = await open.client.getExperimentByName({ experiment_name: 'wide' })
    const page = await open.browser.newPage()
    const sizes: Promise<number>[] = []
    page.on('response', (answer) => {
      if (/\/(keys|runs)\//.test(answer.url())) sizes.push(answer.body().then((body) => body.length))
    })
    await page.goto(`${open.url}/e/${experiment.experiment_id}`)
    await tableIn(page).getByRole('rowheader').first().waitFor()
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('searchbox', { name: 'Search columns' }).fill('unit_2999')
    await page.getByRole('checkbox', { name: 'metrics.layer/unit_2999' }).first().waitFor()
    await page.goto(`${open.url}/r/${id}/metrics?charts=unit_2999`)
    await page.getByRole('application', { name: /^layer\/unit_2999/ }).waitFor()
    // All names would be 60 kB and more.
    for (const size of await Promise.all(sizes)) expect(size).toBeLessThan(40_000)
  })

  it('3. table first: only charts in view are read', async () => {
    const page = await open.browser.newPage()
    const asked: string[] = []
    page.on('request', (request) => {
      if (/runs\/search|series\/buckets/.test(request.url())) asked.push(request.url())
    })
    await page.setViewportSize({ width: 1280, height: 420 })
    await page.goto(`${open.url}/e/${open.ids['sweep']}`)
    await page
      .getByRole('img', { name: /curves/ })
      .first()
      .waitFor()
    expect(asked[0]).toContain('runs/search')
    const drawn = new Set(asked.flatMap((url) => /metric_key=([^&]+)/.exec(url)?.[1] ?? []))
    expect(drawn.size).toBeLessThan(4)
  })

  it('7. columns, order and charts persist, and are shared by a link or a saved view', async () => {
    const page = await openRuns('?sort=metrics.accuracy+ASC&cols=params.width,metrics.accuracy&charts=accuracy')
    await page.getByRole('columnheader', { name: 'width' }).waitFor()
    expect((await namesIn(page))[0]).toMatch(/^w16/)
    await page.getByRole('img', { name: /^accuracy/ }).waitFor()
    expect(await page.getByRole('columnheader', { name: 'seed' }).count()).toBe(0)
    const view = { page: 'runs', experiment_id: open.ids['sweep'] ?? '', name: 'widest', query: 'cols=params.width&sort=params.width+DESC' }
    await open.client.createView(view)
    const other = await openRuns()
    await other.getByRole('button', { name: /^View/ }).click()
    await other.getByRole('menuitemradio', { name: /^widest/ }).click()
    await expect.poll(async () => (await namesIn(other))[0]).toMatch(/^w64/)
    await other.getByRole('columnheader', { name: 'width' }).waitFor()
  })

  it('8. only what differs between the selected runs', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/compare?runs=${open.ids['w16-s1']},${open.ids['w16-s2']}`)
    const table = page.getByRole('region', { name: 'Side by side' })
    await table.getByRole('row', { name: /^seed/ }).waitFor()
    expect(await table.getByRole('row', { name: /^width/ }).count()).toBe(0)
    await page.getByRole('checkbox', { name: 'Only what differs' }).uncheck()
    await table.getByRole('row', { name: /^width/ }).waitFor()
  })

  it('9. a pinned baseline, with differences that are better or worse by the direction of the metric', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/compare?runs=${open.ids['w16-s1']},${open.ids['w32-s1']}`)
    await page.getByRole('button', { name: 'Baseline' }).first().click()
    const row = page.getByRole('row', { name: /^train\/loss/ })
    await expect.poll(() => row.innerText()).toContain('−0.104167')
    await expect.poll(() => row.getByRole('img', { name: 'better' }).count()).toBe(1)
    expect(
      await page
        .getByRole('row', { name: /^accuracy/ })
        .getByRole('img', { name: 'better' })
        .count(),
    ).toBe(1)
  })

  it('10. best, least, greatest, first and last of a metric, not only the last', async () => {
    const page = await openRuns('?cols=metrics.val/loss,min(metrics.val/loss),max(metrics.val/loss),first(metrics.val/loss)')
    const row = tableIn(page).getByRole('row', { name: /w16-s1/ })
    await expect.poll(() => row.innerText()).toMatch(/0\.4\s+0\.11\s+0\.5\s+0\.5/)
    await page.goto(`${open.url}/compare?runs=${open.ids['w16-s1']},${open.ids['w16-s2']}&of=best`)
    await expect.poll(() => page.getByRole('row', { name: /^val\/loss/ }).innerText()).toMatch(/0\.11\s+0\.12/)
  })

  it.each([
    ["params.optimizer = 'sgd' AND NOT tags.stage = 'tune'", ['w64-s3']],
    ["params.width IN ('16', '64') AND (params.seed = '1' OR metrics.train/loss < 0.04)", ['w16-s1', 'w64-s1']],
    ['params.width IS NULL', ['untuned']],
    ["attributes.run_name LIKE 'w3%' AND tags.stage != 'tune'", ['w32-s3']],
  ])('11. filters with AND, OR, NOT, IN, NULL and LIKE: %s', async (filter, names) => {
    const page = await openRuns()
    await search(page, filter)
    await expect.poll(async () => (await namesIn(page)).toSorted()).toEqual(names)
  })

  it('11. completes real keys and values, and filters by a click on a cell', async () => {
    const page = await openRuns('?cols=params.optimizer')
    const box = page.getByRole('combobox', { name: 'Filter' })
    await box.pressSequentially('params.opt')
    await page.getByRole('option', { name: 'params.optimizer' }).waitFor()
    await box.press('Tab')
    await box.pressSequentially('= ')
    await page.getByRole('option', { name: /sgd/ }).click()
    await box.press('Enter')
    await expect.poll(async () => (await namesIn(page)).toSorted()).toEqual(['w64-s1', 'w64-s2', 'w64-s3'])
    const unfiltered = await openRuns('?cols=params.width')
    await tableIn(unfiltered)
      .getByRole('row', { name: /w32-s1/ })
      .getByRole('gridcell')
      .first()
      .click()
    await unfiltered.getByRole('menuitem', { name: 'Only width = 32' }).click()
    await expect.poll(async () => (await namesIn(unfiltered)).toSorted()).toEqual(['w32-s1', 'w32-s2', 'w32-s3'])
  })

  it('12. live without loading again, and without jumping under the mouse', async () => {
    const page = await openRuns()
    await open.client.createRun({ experiment_id: open.ids['sweep'] ?? '', run_name: 'meanwhile', start_time: Date.now() })
    await expect.poll(() => namesIn(page), { timeout: 20_000 }).toContain('meanwhile')

    // In the middle of a long table the row under the mouse stays where it is when another comes in above.
    const { experiment } = await open.client.getExperimentByName({ experiment_name: 'many' })
    const long = await openRuns('', experiment.experiment_id)
    await tableIn(long).getByRole('rowheader').first().hover()
    await long.mouse.wheel(0, 1_600)
    const row = tableIn(long)
      .getByRole('row')
      .filter({ has: long.getByRole('rowheader') })
      .nth(20)
    await row.hover()
    const name = (await row.getByRole('rowheader').innerText()).split('\n').at(-1) ?? ''
    const under = tableIn(long).getByRole('link', { name, exact: true })
    const [index, place] = [Number(await row.getAttribute('aria-rowindex')), (await boxOf(under)).y]
    await open.client.createRun({ experiment_id: experiment.experiment_id, run_name: 'above', start_time: Date.now() })
    const rowOf = tableIn(long)
      .getByRole('row')
      .filter({ has: long.getByRole('link', { name, exact: true }) })
    await expect.poll(async () => Number(await rowOf.getAttribute('aria-rowindex')), { timeout: 20_000 }).toBe(index + 1)
    await expect.poll(async () => (await under.boundingBox())?.y).toBe(place)
  })
}
