import { readFile } from 'node:fs/promises'
import { axeScript } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logRun } from './log-runs.ts'
import { chromium, newExperiment, openInterface, type OpenInterface } from './open-interface.ts'

describe.skipIf(chromium.missing)(`runs in a browser${chromium.note}`, () => {
  let open: OpenInterface
  let experiment: string
  let ids: string[]
  beforeAll(async () => {
    open = await openInterface()
    const { client } = open
    experiment = (await client.createExperiment({ name: 'spirals' })).experiment_id
    ids = []
    for (const [index, model] of ['mlp', 'cnn', 'mlp', 'wide'].entries()) {
      const values = Array.from({ length: 50 }, (_, step) => 1 / (step + 1 + index))
      const run = { name: `${model}-${index}`, params: { model, lr: String(0.1 / (index + 1)) }, tags: { stage: 'tune' } }
      ids.push(await logRun(client, experiment, { ...run, metrics: { 'train/loss': values, accuracy: [index / 10] } }))
    }
    ids.push(await logRun(client, experiment, { name: 'broken', status: 'FAILED' }))
  })
  afterAll(() => open.close())

  const openRuns = async (query = '') => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/e/${experiment}${query}`)
    await page.getByRole('row').nth(1).waitFor()
    return page
  }
  // Charts have tables of their values for readers of screens.
  const tableIn = (page: Awaited<ReturnType<typeof openRuns>>) => page.getByRole('grid', { name: 'Runs' })
  const namesIn = async (page: Awaited<ReturnType<typeof openRuns>>) =>
    (await tableIn(page).getByRole('rowheader').allInnerTexts()).map((text) => text.split('\n').at(-1) ?? '')

  it('shows runs with their metrics and params, the newest first', async () => {
    const page = await openRuns()
    await page.getByRole('columnheader', { name: 'train/loss' }).waitFor()
    await expect.poll(async () => (await namesIn(page)).toSorted()).toEqual(['broken', 'cnn-1', 'mlp-0', 'mlp-2', 'wide-3'])
    const row = tableIn(page).getByRole('row', { name: /mlp-0/ })
    await expect.poll(() => row.innerText()).toContain('mlp')
    await expect.poll(() => row.innerText()).toContain('0.02')
  })

  it('filters in the language of searches, keeps the filter in the address, and says where one is wrong', async () => {
    const page = await openRuns()
    const filter = page.getByRole('combobox', { name: 'Filter' })
    await filter.fill("params.model = 'mlp' AND metrics.accuracy > 0.1")
    await filter.press('Enter')
    await expect.poll(() => namesIn(page)).toEqual(['mlp-2'])
    await expect.poll(() => page.url()).toContain('q=')
    await page.reload()
    await expect.poll(() => namesIn(page)).toEqual(['mlp-2'])
    await page.getByRole('combobox', { name: 'Filter' }).fill('params.model = ')
    await page.getByRole('combobox', { name: 'Filter' }).press('Enter')
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('alert').innerText()).not.toBe('')
  })

  it('takes words that compare nothing for a part of a name, and says what was searched for', async () => {
    const page = await openRuns()
    const filter = page.getByRole('combobox', { name: 'Filter' })
    await filter.fill('LP-2')
    await filter.press('Enter')
    await expect.poll(() => namesIn(page)).toEqual(['mlp-2'])
    await expect.poll(() => filter.inputValue()).toContain("run_name ILIKE '%LP-2%'")
    await expect.poll(() => page.url()).toContain('ILIKE')
  })

  it('goes on being written in when it is applied, says how many runs fit, and is cleared', async () => {
    const page = await openRuns()
    const filter = page.getByRole('combobox', { name: 'Filter' })
    await filter.fill("params.model = 'mlp'")
    await filter.press('Enter')
    await page.getByText('2 runs', { exact: true }).waitFor()
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe('Filter')
    await filter.press('End')
    await filter.pressSequentially(' AND metrics.accuracy > 0.1')
    await filter.press('Enter')
    await expect.poll(() => namesIn(page)).toEqual(['mlp-2'])
    await page.getByRole('button', { name: 'Clear the filter' }).click()
    await expect.poll(() => namesIn(page)).toContain('broken')
    expect(await filter.inputValue()).toBe('')
  })

  it('does not say that no run fits a filter that was refused', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/e/${experiment}?q=${encodeURIComponent("params.model = 'none'")}`)
    await page.getByText('No run fits the filter').waitFor()
    await page.getByRole('combobox', { name: 'Filter' }).fill('params.lr > 0.5')
    await page.getByRole('combobox', { name: 'Filter' }).press('Enter')
    await page.getByRole('alert').waitFor()
    await expect.poll(() => page.getByText('No run fits the filter').count()).toBe(0)
    await page.goto(`${open.url}/e/${experiment}?q=${encodeURIComponent('params.lr > 0.5')}`)
    await expect.poll(() => page.getByRole('alert').innerText()).toContain("0.5. param 'lr' holds text")
    expect(await page.getByText('No run fits the filter').count()).toBe(0)
  })

  it('completes names from what was really logged', async () => {
    const page = await openRuns()
    const filter = page.getByRole('combobox', { name: 'Filter' })
    await filter.pressSequentially('metrics.tr')
    await page.getByRole('option', { name: 'metrics.train/loss' }).waitFor()
    await filter.press('Tab')
    await expect.poll(() => filter.inputValue()).toBe('metrics.`train/loss` ')
    await filter.pressSequentially('< 0.0195')
    await filter.press('Enter')
    await expect.poll(async () => (await namesIn(page)).toSorted()).toEqual(['mlp-2', 'wide-3'])
  })

  it('goes back to the filter before', async () => {
    const page = await openRuns()
    const filter = page.getByRole('combobox', { name: 'Filter' })
    for (const text of ["params.model = 'mlp'", "params.model = 'wide'"]) {
      await filter.fill(text)
      await filter.press('Escape')
      await filter.press('Enter')
      await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe(text)
    }
    await page.goBack()
    await expect.poll(() => filter.inputValue()).toBe("params.model = 'mlp'")
    await page.goBack()
    await expect.poll(() => filter.inputValue()).toBe('')
  })

  it('orders by a column with a click, least and greatest', async () => {
    const page = await openRuns()
    const header = page.getByRole('columnheader', { name: 'accuracy' })
    await header.getByRole('button', { name: 'accuracy', exact: true }).click()
    await expect.poll(async () => (await namesIn(page))[0]).toBe('wide-3')
    await header.getByRole('button', { name: 'accuracy', exact: true }).click()
    await expect.poll(async () => (await namesIn(page))[0]).toBe('mlp-0')
  })

  it('shows columns that are searched for, and keeps them in the address', async () => {
    const page = await openRuns()
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('searchbox', { name: 'Search columns' }).fill('stage')
    await page.getByRole('checkbox', { name: 'tags.stage' }).check()
    await page.getByRole('columnheader', { name: 'stage' }).waitFor()
    await page.reload()
    await page.getByRole('columnheader', { name: 'stage' }).waitFor()
    await expect.poll(async () => tableIn(page).getByRole('row', { name: /mlp-0/ }).innerText()).toContain('tune')
  })

  it('is worked by keys: to the next run, select it, compare', async () => {
    const page = await openRuns('?sort=metrics.accuracy+ASC')
    await expect.poll(async () => (await namesIn(page))[0]).toBe('mlp-0')
    for (const key of ['j', 'x', 'j', 'x', 'c']) await page.keyboard.press(key)
    await page.getByRole('heading', { name: '2 runs compared' }).waitFor()
    const table = page.getByRole('region', { name: 'Side by side' })
    await expect.poll(() => table.innerText()).toContain('mlp-0')
    // What all have alike is left out until it is asked for.
    expect(await table.innerText()).not.toContain('stage')
    await page.getByRole('checkbox', { name: 'Only what differs' }).uncheck()
    await expect.poll(() => table.innerText()).toContain('stage')
  })

  it('holds runs against a baseline that is pinned, and keeps it in the address', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/compare?runs=${ids.slice(0, 2).join(',')}`)
    await page.getByRole('button', { name: 'Baseline' }).first().click()
    const row = page.getByRole('row', { name: /^accuracy/ })
    await expect.poll(() => row.innerText()).toContain('+0.1')
    await page.reload()
    await expect.poll(() => row.innerText()).toContain('+0.1')
    // What the runs were made from was not captured, and that is said.
    await page.getByText('were not captured').waitFor()
  })

  it('shows the beginning of a long text beside the other runs, and all of it when it is asked for', async () => {
    const other = await newExperiment(open.client, 'prompts')
    const long = await logRun(open.client, other, { name: 'long', params: { prompt: `begin ${'word '.repeat(1_190)}end` } })
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/compare?runs=${long},${ids[0]}`)
    const cell = page
      .getByRole('row', { name: /^prompt/ })
      .getByRole('cell')
      .first()
    await expect.poll(() => cell.innerText()).toContain('All 5,959 characters')
    expect(await cell.innerText()).not.toContain('end')
    await cell.getByRole('button').click()
    await expect.poll(() => cell.innerText()).toContain('end')
  })

  it('says of an experiment without runs how to log to it, and draws nothing where no run fits', async () => {
    const own = await newExperiment(open.client, 'with "quotes"')
    const empty = await open.browser.newPage()
    await empty.goto(`${open.url}/e/${own}`)
    await empty.getByText(String.raw`mlflow.set_experiment("with \"quotes\"`).waitFor()
    await empty.evaluate(axeScript)
    expect(await empty.evaluate('axe.run().then(({ violations }) => violations.map(({ id }) => id))')).toEqual([])
    const page = await openRuns()
    const filter = page.getByRole('combobox', { name: 'Filter' })
    await filter.fill('metrics.accuracy > 1000')
    await filter.press('Enter')
    await page.getByText('No run fits the filter.').waitFor()
    await page.getByText('There are no runs to draw.').waitFor()
    await expect.poll(() => page.locator('canvas').count()).toBe(0)
  })

  it('saves the table as CSV, in its order and with all digits', async () => {
    const page = await openRuns('?sort=metrics.accuracy+DESC&cols=metrics.accuracy,params.lr')
    await page.getByRole('button', { name: 'More', exact: true }).click()
    const saving = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: 'Save the table as CSV' }).click()
    const saved = await (await saving).path()
    const [head, ...lines] = (await readFile(saved, 'utf8')).trim().split('\n')
    expect(head).toBe('run_id,run_name,status,metrics.accuracy,params.lr')
    const own = lines.map((line) => line.split(',').slice(1)).filter(([name]) => /^(?:mlp|cnn|wide)-/.test(name ?? ''))
    expect(own).toContainEqual(['wide-3', 'FINISHED', '0.3', '0.025'])
    expect(own.map(([name]) => name)).toEqual(['wide-3', 'mlp-2', 'cnn-1', 'mlp-0'])
  })

  it('takes a deletion back', async () => {
    const page = await openRuns()
    await page.getByRole('checkbox', { name: 'Select broken' }).check()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await expect.poll(() => namesIn(page)).not.toContain('broken')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => namesIn(page)).toContain('broken')
  })

  it('shows what is logged meanwhile without being loaded again', async () => {
    const page = await openRuns()
    await logRun(open.client, experiment, { name: 'late', metrics: { accuracy: [0.5] } })
    await expect.poll(() => namesIn(page), { timeout: 20_000 }).toContain('late')
  })

  it('follows the values of a run that goes on, and metrics that are logged for the first time', async () => {
    const own = await newExperiment(open.client, 'going on')
    const { run } = await open.client.createRun({ experiment_id: own, run_name: 'going', start_time: Date.now() })
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/e/${own}`)
    const row = tableIn(page).getByRole('row', { name: /going/ })
    await row.waitFor()
    const log = (value: number) =>
      open.client.logBatch({ run_id: run.info.run_id, metrics: [{ key: 'reward', value, step: value, timestamp: Date.now() }] })
    await log(41)
    await page.getByRole('columnheader', { name: 'reward' }).waitFor({ timeout: 30_000 })
    await expect.poll(() => row.innerText(), { timeout: 30_000 }).toContain('41')
    await log(42)
    await expect.poll(() => row.innerText(), { timeout: 30_000 }).toContain('42')
  })

  it('goes on following after a break, and reads what it has missed', async () => {
    const page = await open.browser.newPage()
    await page.route('**/api/reprise/1/events*', (route) => route.abort())
    await page.goto(`${open.url}/e/${experiment}`)
    await page.getByRole('row').nth(1).waitFor()
    await logRun(open.client, experiment, { name: 'missed' })
    await page.unroute('**/api/reprise/1/events*')
    await expect.poll(() => namesIn(page), { timeout: 20_000 }).toContain('missed')
    await logRun(open.client, experiment, { name: 'after' })
    await expect.poll(() => namesIn(page), { timeout: 20_000 }).toContain('after')
  })

  it('leads from the links that MLflow prints', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/#/experiments/${experiment}/runs/${ids[0]}`)
    await page.getByRole('heading', { name: 'mlp-0' }).waitFor()
    await expect.poll(() => new URL(page.url()).pathname).toBe(`/r/${ids[0]}/overview`)
  })

  it('has reported no error in the console but those that were provoked', () => {
    expect(open.browser.problems.filter((problem) => !/status of 400|ERR_FAILED/.test(problem))).toEqual([])
  })
})
