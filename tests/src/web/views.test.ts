import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logRun } from './log-runs.ts'
import { chromium, openInterface, type OpenInterface } from './open-interface.ts'

describe.skipIf(chromium.missing)(`filters and saved views in a browser${chromium.note}`, () => {
  let open: OpenInterface
  let experiment: string
  beforeAll(async () => {
    open = await openInterface()
    experiment = (await open.client.createExperiment({ name: 'spirals' })).experiment_id
    for (const [index, model] of ['mlp', 'cnn', "o'net"].entries()) {
      await logRun(open.client, experiment, { name: `run-${index}`, params: { model }, metrics: { loss: [index] } })
    }
    await open.client.createExperiment({ name: 'elsewhere' })
  })
  afterAll(() => open.close())

  const openRuns = async (query = '') => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/e/${experiment}${query}`)
    await page.getByRole('rowheader').first().waitFor()
    return page
  }
  type Page = Awaited<ReturnType<typeof openRuns>>
  const namesIn = async (page: Page) =>
    (await page.getByLabel('Runs', { exact: true }).getByRole('rowheader').allInnerTexts())
      .map((text) => text.split('\n').at(-1) ?? '')
      .toSorted()
  const choose = async (page: Page, item: string | RegExp) => {
    await page.getByRole('button', { name: /^View/ }).click()
    await page.getByRole(typeof item === 'string' ? 'menuitem' : 'menuitemradio', { name: item }).click()
  }

  it('completes fields, operators, and values that were logged, whatever they hold', async () => {
    const page = await openRuns('?table=true')
    const filter = page.getByRole('combobox', { name: 'Filter' })
    await filter.pressSequentially('params.mo')
    await page.getByRole('option', { name: 'params.model' }).click()
    await page.getByRole('option', { name: 'NOT IN (' }).waitFor()
    await filter.pressSequentially("= 'o")
    await page.getByRole('option', { name: "o'net" }).click()
    await page.getByRole('option', { name: 'AND' }).waitFor()
    await filter.press('Enter')
    await expect.poll(() => namesIn(page)).toEqual(['run-2'])
    await expect.poll(() => filter.inputValue()).toBe("params.model = E'o\\'net'")
  })

  it('offers the filters that were used before, by keys', async () => {
    const page = await openRuns('?table=true')
    const filter = page.getByRole('combobox', { name: 'Filter' })
    await filter.fill('metrics.loss < 1')
    await filter.press('Enter')
    await expect.poll(() => namesIn(page)).toEqual(['run-0'])
    await filter.fill('')
    await filter.press('Enter')
    await expect.poll(async () => (await namesIn(page)).length).toBe(3)
    await filter.press('Escape')
    await page.keyboard.press('/')
    await filter.press('ArrowDown')
    await filter.press('Enter')
    await expect.poll(() => filter.inputValue()).toBe('metrics.loss < 1')
  })

  it('underlines where a filter is wrong', async () => {
    const page = await openRuns('?table=true')
    const filter = page.getByRole('combobox', { name: 'Filter' })
    await filter.fill('metrics.loss >> 3')
    await filter.press('Enter')
    await expect.poll(() => page.getByRole('alert').locator('mark').innerText()).toBe('>>')
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('Invalid comparator')
  })

  it('saves a view for everybody, says when it is changed, renames it, and takes a deletion back', async () => {
    const page = await openRuns('?q=metrics.loss+<+2&table=true')
    await choose(page, 'Save as a new view…')
    await page.getByRole('textbox', { name: 'Name of the view' }).fill('good ones')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('button', { name: 'View good ones' }).waitFor()
    const other = await openRuns('?table=true')
    await choose(other, /good ones/)
    await expect.poll(() => namesIn(other)).toEqual(['run-0', 'run-1'])
    const filter = other.getByRole('combobox', { name: 'Filter' })
    await filter.fill('metrics.loss < 1')
    await filter.press('Enter')
    await other.getByTitle('with changes that are not saved').waitFor()
    await choose(other, 'Save the changes to good ones')
    await expect.poll(() => other.getByTitle('with changes that are not saved').count()).toBe(0)
    const saved = async () => (await open.client.listViews({ page: 'runs', experiment_id: experiment })).views[0]?.query
    await expect.poll(async () => new URLSearchParams(await saved()).get('q')).toBe('metrics.loss < 1')
    await choose(other, 'Rename good ones…')
    await other.getByRole('textbox', { name: 'Name of the view' }).fill('the best')
    await other.getByRole('button', { name: 'Save', exact: true }).click()
    await other.getByRole('button', { name: 'View the best' }).waitFor()
    await choose(other, 'Delete the best')
    await other.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(async () => (await open.client.listViews({})).views.map(({ name }) => name)).toEqual(['the best'])
  })

  it('shows the view that is the default of an experiment to who comes without one, and finds views by their names', async () => {
    const page = await openRuns('?table=true')
    await choose(page, /the best/)
    await choose(page, 'Show the best by default here')
    await expect.poll(async () => (await open.client.getExperiment({ experiment_id: experiment })).experiment.tags.length).toBe(1)
    const other = await open.browser.newPage()
    await other.goto(`${open.url}/e/${experiment}`)
    await other.getByRole('button', { name: 'View the best' }).waitFor()
    await expect.poll(() => namesIn(other)).toEqual(['run-0'])
    await other.goto(`${open.url}/reports`)
    await other.getByRole('link', { name: 'the best' }).click()
    await expect.poll(() => namesIn(other)).toEqual(['run-0'])
    await other.goto(`${open.url}/experiments`)
    await other.getByRole('heading', { level: 1 }).waitFor()
    await other.keyboard.press('Control+k')
    await other.getByRole('combobox', { name: 'Search and commands' }).fill('the best')
    await other.getByRole('option', { name: /the best/ }).click()
    await expect.poll(() => namesIn(other)).toEqual(['run-0'])
  })

  it('moves runs to another experiment, and back', async () => {
    const page = await openRuns('?table=true&sort=attributes.run_name+ASC')
    await page.getByRole('checkbox', { name: 'Select run-1' }).check()
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Move to another experiment…' }).click()
    await page.getByRole('searchbox', { name: 'Search experiments' }).fill('else')
    await page.getByRole('button', { name: 'elsewhere' }).click()
    await page.getByText('1 run moved to elsewhere.').waitFor()
    await expect.poll(() => namesIn(page)).toEqual(['run-0', 'run-2'])
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => namesIn(page)).toEqual(['run-0', 'run-1', 'run-2'])
  })

  it('has reported no error in the console', () => {
    expect(open.browser.problems).toEqual([])
  })
})
