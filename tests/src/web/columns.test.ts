import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logRun } from './log-runs.ts'
import { boxOf, drag } from './mouse.ts'
import { chromium, openInterface, type OpenInterface } from './open-interface.ts'

describe.skipIf(chromium.missing)(`columns of runs in a browser${chromium.note}`, () => {
  let open: OpenInterface
  let experiment: string
  beforeAll(async () => {
    open = await openInterface()
    const { client } = open
    experiment = (await client.createExperiment({ name: 'spirals' })).experiment_id
    for (const [index, model] of ['mlp', 'cnn', 'mlp'].entries()) {
      const loss = [3 - index, 0.125 + index, 2]
      const params = { model, lr: String(index) }
      const id = await logRun(client, experiment, { name: `${model}-${index}`, params, metrics: { 'train/loss': loss, reward: [index] } })
      if (index === 0) await logRun(client, experiment, { name: 'child', tags: { 'mlflow.parentRunId': id }, status: 'FAILED' })
    }
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
    (await page.getByLabel('Runs', { exact: true }).getByRole('rowheader').allInnerTexts()).map((text) => text.split('\n').at(-1) ?? '')
  const titlesIn = async (page: Page) =>
    (await page.getByRole('columnheader').allInnerTexts()).map((text) => text.split('\n')[0]?.replace(/[▾↓↑]/g, '') ?? '')
  const choose = async (page: Page, { title, item }: { title: string; item: string }) => {
    await page.getByRole('columnheader', { name: title }).first().hover()
    await page.getByRole('button', { name: `Column ${title}`, exact: true }).click()
    await page.getByRole(/better|value|Gather|Pin/.test(item) ? 'menuitemradio' : 'menuitem', { name: item }).click()
  }

  it('shows the least, greatest and first value of a metric, not only the latest, and orders by them', async () => {
    const page = await openRuns('?cols=metrics.train/loss&table=true')
    const cell = (name: string) => page.getByRole('row', { name }).getByRole('gridcell').first()
    await expect.poll(() => cell('mlp-0').innerText()).toBe('2')
    await choose(page, { title: 'train/loss', item: 'Least value' })
    await expect.poll(() => cell('mlp-0').innerText()).toBe('0.125')
    await page.getByRole('button', { name: 'train/loss min', exact: true }).click()
    await expect.poll(async () => (await namesIn(page))[0]).toBe('cnn-1')
    await page.getByRole('button', { name: 'train/loss min', exact: true }).click()
    await expect.poll(async () => (await namesIn(page))[0]).toBe('mlp-0')
    await choose(page, { title: 'train/loss min', item: 'First value' })
    await expect.poll(() => cell('mlp-0').innerText()).toBe('3')
    await page.reload()
    await expect.poll(() => titlesIn(page)).toEqual(['Run', 'train/loss first'])
  })

  it('remembers which way a metric is better', async () => {
    const page = await openRuns('?cols=metrics.reward&table=true')
    await choose(page, { title: 'reward', item: 'Less is better' })
    await expect.poll(() => titlesIn(page)).toEqual(['Run', 'reward min'])
    await page.reload()
    await page.getByRole('columnheader', { name: 'reward min' }).hover()
    await page.getByRole('button', { name: 'Column reward min' }).click()
    await expect.poll(() => page.getByRole('menuitemradio', { name: 'Less is better' }).getAttribute('aria-checked')).toBe('true')
  })

  it('puts columns in another order by drag and by the menu, pins and hides them', async () => {
    const page = await openRuns('?cols=params.lr,params.model,attributes.status&table=true')
    await page.getByRole('columnheader', { name: 'Status' }).dragTo(page.getByRole('columnheader', { name: 'lr' }))
    await expect.poll(() => titlesIn(page)).toEqual(['Run', 'Status', 'lr', 'model'])
    await choose(page, { title: 'model', item: 'Move left' })
    await expect.poll(() => titlesIn(page)).toEqual(['Run', 'Status', 'model', 'lr'])
    await choose(page, { title: 'lr', item: 'Pin at the left' })
    await expect.poll(() => titlesIn(page)).toEqual(['Run', 'lr', 'Status', 'model'])
    await choose(page, { title: 'Status', item: 'Hide' })
    await page.reload()
    await expect.poll(() => titlesIn(page)).toEqual(['Run', 'lr', 'model'])
  })

  it('makes a column wider at its edge, and keeps that in the address', async () => {
    const page = await openRuns('?cols=params.lr,params.model&table=true')
    const head = page.getByRole('columnheader', { name: 'lr' })
    const box = await boxOf(head)
    await drag(page, [box.x + box.width - 2, box.y + 10], [box.x + box.width + 98, box.y + 10])
    await expect.poll(async () => Math.round((await head.boundingBox())?.width ?? 0)).toBe(Math.round(box.width) + 100)
    await expect.poll(() => new URL(page.url()).searchParams.get('widths')).toContain('params.lr~')
    await page.reload()
    await expect.poll(async () => Math.round((await head.boundingBox())?.width ?? 0)).toBe(Math.round(box.width) + 100)
  })

  it('shows runs below the run that has started them, and folds them away', async () => {
    const page = await openRuns('?table=true')
    await expect.poll(async () => (await namesIn(page)).at((await namesIn(page)).indexOf('mlp-0') + 1)).toBe('child')
    await page.getByRole('button', { name: 'Runs of mlp-0' }).click()
    await expect.poll(() => namesIn(page)).not.toContain('child')
  })

  it('gathers rows by a param, with how many there are and means', async () => {
    const page = await openRuns('?cols=params.model,metrics.reward&table=true')
    await choose(page, { title: 'model', item: 'Gather rows by it' })
    const head = page.getByRole('row', { name: /model = mlp/ })
    await expect.poll(() => head.innerText()).toContain('2 runs')
    expect((await head.getByRole('gridcell').allInnerTexts()).at(-1)).toBe('1')
    await head.getByRole('button', { name: 'Runs of model = mlp' }).click()
    await expect.poll(() => namesIn(page)).not.toContain('mlp-0')
  })

  it('filters by a click on a value', async () => {
    const page = await openRuns('?cols=params.model,attributes.status&table=true')
    await page.getByRole('row', { name: 'mlp-0' }).getByRole('gridcell').first().click()
    await page.getByRole('menuitem', { name: 'Only model = mlp' }).click()
    await expect.poll(async () => (await namesIn(page)).toSorted()).toEqual(['mlp-0', 'mlp-2'])
    await expect.poll(() => page.getByRole('combobox', { name: 'Filter' }).inputValue()).toBe("params.model = 'mlp'")
  })

  it('draws the curves of runs and leaves them out by their dots', async () => {
    const page = await openRuns('?cols=params.model')
    await page.getByRole('img', { name: 'train/loss: 3 curves' }).waitFor()
    await page.getByRole('button', { name: 'Draw mlp-0' }).click()
    await page.getByRole('img', { name: 'train/loss: 2 curves' }).waitFor()
    await page.getByRole('button', { name: 'Draw mlp-0' }).click()
    await page.getByRole('img', { name: 'train/loss: 3 curves' }).waitFor()
  })

  it('selects a range with shift, and all', async () => {
    const page = await openRuns('?cols=params.model&sort=attributes.run_name+ASC&table=true')
    await expect.poll(() => namesIn(page)).toEqual(['child', 'cnn-1', 'mlp-0', 'mlp-2'])
    await page.getByRole('checkbox', { name: 'Select child' }).click()
    await page.getByRole('checkbox', { name: 'Select mlp-0' }).click({ modifiers: ['Shift'] })
    await page.getByRole('button', { name: 'Compare 3' }).waitFor()
    await page.getByRole('checkbox', { name: 'Select all runs' }).click()
    await page.getByRole('button', { name: 'Compare', exact: true }).waitFor()
    await page.getByRole('checkbox', { name: 'Select all runs' }).click()
    await page.getByRole('button', { name: 'Compare 4' }).waitFor()
  })

  it('orders by how long runs took and by their status', async () => {
    const page = await openRuns('?cols=attributes.duration,attributes.status&table=true')
    await page.getByRole('button', { name: 'Status', exact: true }).click()
    await page.getByRole('button', { name: 'Status', exact: true }).click()
    await expect.poll(async () => (await namesIn(page))[0]).toBe('child')
    await page.getByRole('button', { name: 'Duration', exact: true }).click()
    await expect.poll(async () => (await namesIn(page)).length).toBe(4)
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  it('has reported no error in the console', () => {
    expect(open.browser.problems).toEqual([])
  })
})
