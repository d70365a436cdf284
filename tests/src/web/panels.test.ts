import { axeScript } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logRun } from './log-runs.ts'
import { boxOf } from './mouse.ts'
import { chromium, openInterface, type OpenInterface, type Page } from './open-interface.ts'

/** What the address says of the charts. */
function panelsIn(page: Page): string | null {
  return new URL(page.url()).searchParams.get('panels')
}

async function choose(page: Page, chart: string, action: string): Promise<void> {
  await page
    .getByRole('button', { name: `More for ${chart}` })
    .first()
    .click()
  await page
    .getByRole('group', { name: `For ${chart}` })
    .getByRole('button', { name: action })
    .click()
}

/** Sections of charts with their titles, from top to bottom. */
async function chartsOn(page: Page): Promise<string[]> {
  return page.locator('main details h3').allInnerTexts()
}

describe.skipIf(chromium.missing)(`charts that people put on a page${chromium.note}`, () => {
  let open: OpenInterface
  let experiment: string
  let runs: string[]
  beforeAll(async () => {
    open = await openInterface()
    experiment = (await open.client.createExperiment({ name: 'panels' })).experiment_id
    runs = []
    for (const [index, lr] of ['0.1', '0.2', '0.3'].entries()) {
      const values = [3, 2, 1].map((value) => value + index)
      const metrics = { 'train/loss': values, 'train/acc': values, 'val/loss': values, epoch: [0, 0.5, 1] }
      runs.push(await logRun(open.client, experiment, { name: `run-${index}`, params: { lr, model: 'mlp' }, metrics }))
    }
  })
  afterAll(() => open.close())

  it('are added by searching for what they show, stand before the others, and are in the address', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/e/${experiment}`)
    await page.getByRole('button', { name: 'Add a chart' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a chart' })
    await dialog.getByRole('combobox', { name: 'Metrics' }).fill('loss')
    await dialog.getByRole('option', { name: 'metrics.train/loss' }).click()
    await dialog.getByRole('combobox', { name: 'Metrics' }).fill('val')
    await dialog.getByRole('option', { name: 'metrics.val/loss' }).waitFor()
    await page.keyboard.press('Enter')
    await dialog.getByRole('textbox', { name: 'Title' }).fill('Both losses')
    await dialog.getByRole('button', { name: 'Add' }).click()
    await page.getByRole('img', { name: 'Both losses: 6 curves' }).waitFor()
    expect(panelsIn(page)).toBe('lines(title=Both losses):metrics.train/loss,metrics.val/loss')
    expect((await chartsOn(page))[0]).toBe('Both losses')
    await page.goBack()
    await expect.poll(() => page.getByRole('img', { name: 'Both losses: 6 curves' }).count()).toBe(0)
  })

  it('are pinned, moved, changed and removed, with the keyboard as well', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/e/${experiment}?panels=lines:metrics.train/loss,metrics.val/loss~lines:metrics.train/acc,metrics.epoch`)
    await page.getByRole('img', { name: 'train/acc, epoch: 6 curves' }).waitFor()
    await page.getByRole('button', { name: 'More for train/acc, epoch' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('group', { name: 'For train/acc, epoch' }).getByRole('button', { name: 'Move left' }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await chartsOn(page)).slice(0, 2)).toEqual(['train/acc, epoch', 'train/loss, val/loss'])
    await page.keyboard.press('Escape')
    await choose(page, 'train/loss, val/loss', 'Pin to the top')
    await expect.poll(async () => (await chartsOn(page)).slice(0, 2)).toEqual(['train/loss, val/loss', 'train/acc, epoch'])
    await choose(page, 'train/acc, epoch', 'Edit…')
    const dialog = page.getByRole('dialog', { name: 'Edit the chart' })
    await dialog.getByRole('button', { name: 'Leave out metrics.epoch' }).click()
    await dialog.getByRole('button', { name: 'Change' }).click()
    await expect.poll(() => panelsIn(page)).toBe('lines:metrics.train/acc~lines!:metrics.train/loss,metrics.val/loss')
    await choose(page, 'train/loss, val/loss', 'Remove')
    await expect.poll(() => panelsIn(page)).toBe('lines:metrics.train/acc')
  })

  it('are arranged with the mouse', async () => {
    const page = await open.browser.newPage({ viewport: { width: 1920, height: 1000 } })
    await page.goto(`${open.url}/e/${experiment}?panels=lines:metrics.epoch,metrics.val/loss~lines:metrics.train/acc,metrics.epoch`)
    const second = page.getByRole('heading', { name: 'train/acc, epoch' })
    for (const name of ['epoch, val/loss: 6 curves', 'train/acc, epoch: 6 curves']) await page.getByRole('img', { name }).waitFor()
    // What is dragged while the legend above comes in is not where it was taken: once more, then.
    await expect
      .poll(async () => {
        if ((await chartsOn(page))[0] !== 'train/acc, epoch') await second.dragTo(page.getByRole('region', { name: 'epoch, val/loss' }))
        return (await chartsOn(page)).slice(0, 2)
      })
      .toEqual(['train/acc, epoch', 'epoch, val/loss'])
  })

  it('that come by themselves can be changed where they are, and hidden', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/e/${experiment}`)
    await page.getByRole('region', { name: 'train/loss' }).scrollIntoViewIfNeeded()
    await page.getByRole('button', { name: 'More for train/loss' }).click()
    await page.getByRole('group', { name: 'For train/loss' }).getByRole('combobox', { name: 'Vertical axis' }).selectOption('log')
    await expect.poll(() => panelsIn(page)).toBe('lines(log,here):metrics.train/loss')
    await page.keyboard.press('Escape')
    await expect.poll(() => chartsOn(page)).toEqual(['epoch', 'train/acc', 'train/loss', 'val/loss'])
    await page.getByRole('button', { name: 'Hide train' }).click()
    await expect.poll(() => chartsOn(page)).toEqual(['epoch', 'val/loss'])
    await expect.poll(() => new URL(page.url()).searchParams.get('hide')).toBe('train/')
    await page.getByRole('button', { name: 'Show all' }).click()
    await expect.poll(() => chartsOn(page)).toEqual(['epoch', 'train/acc', 'train/loss', 'val/loss'])
  })

  it('fill the window, by a link too, and go back with Escape', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/e/${experiment}`)
    await page.getByRole('button', { name: 'Enlarge epoch' }).click()
    const dialog = page.getByRole('dialog', { name: 'epoch' })
    await dialog.getByRole('img', { name: 'epoch: 3 curves' }).waitFor()
    await page.reload()
    await dialog.getByRole('img', { name: 'epoch: 3 curves' }).waitFor()
    expect((await boxOf(dialog.getByRole('img'))).width).toBeGreaterThan(1_000)
    await page.keyboard.press('Escape')
    await expect.poll(() => dialog.count()).toBe(0)
    await expect.poll(() => page.url()).not.toContain('full=')
  })

  it('say in a legend in what runs differ, and leave out those that are clicked there', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/e/${experiment}`)
    const legend = page.getByRole('list', { name: 'Legend' })
    await expect.poll(() => legend.innerText()).toContain('lr=0.2')
    expect(await legend.innerText()).not.toContain('model')
    await legend.getByRole('button', { name: 'run-1' }).click()
    await page.getByRole('img', { name: 'epoch: 2 curves' }).waitFor()
    await expect.poll(() => new URL(page.url()).searchParams.get('off')).toBe(runs[1])
    await legend.getByRole('button', { name: 'Show all runs' }).click()
    await page.getByRole('img', { name: 'epoch: 3 curves' }).waitFor()
  })

  it.each(['light', 'dark'] as const)(
    'have no violation that axe finds, with dialog, menu and legend, in the %s theme',
    async (colorScheme) => {
      const page = await open.browser.newPage({ colorScheme, bypassCSP: true })
      const found: string[] = []
      const check = async (what: string) => {
        await page.evaluate(axeScript)
        const { violations } = (await page.evaluate('axe.run()')) as { violations: { id: string; nodes: { html: string }[] }[] }
        found.push(...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${what} ${id}: ${html}`)))
      }
      await page.goto(
        `${open.url}/e/${experiment}?panels=lines!:metrics.train/loss,metrics.val/loss&smooth=50&off=${runs[0] ?? ''}&x=metrics.epoch`,
      )
      await page.getByRole('img', { name: 'train/loss, val/loss: 4 curves' }).waitFor()
      await page.getByRole('button', { name: 'More for train/loss, val/loss' }).click()
      await page.getByRole('img', { name: 'train/loss, val/loss: 4 curves' }).hover()
      await check('menu')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Add a chart' }).click()
      await page.getByRole('combobox', { name: 'Metrics' }).fill('loss')
      await page.getByRole('option', { name: 'metrics.train/loss' }).waitFor()
      await check('dialog')
      await page.goto(`${open.url}/e/${experiment}?full=lines:metrics.epoch`)
      await page.getByRole('dialog').getByRole('img', { name: 'epoch: 3 curves' }).waitFor()
      await check('full')
      expect(found).toEqual([])
    },
  )

  it('stand on comparisons and on the page of a run as well', async () => {
    const page = await open.browser.newPage()
    const panels = 'lines:metrics.train/loss,metrics.val/loss'
    await page.goto(`${open.url}/compare?runs=${runs.join(',')}&panels=${panels}`)
    await page.getByRole('img', { name: 'train/loss, val/loss: 6 curves' }).waitFor()
    await page.goto(`${open.url}/r/${runs[0] ?? ''}/metrics?panels=${panels}`)
    await page.getByRole('img', { name: 'train/loss, val/loss: 2 curves' }).waitFor()
    expect(open.browser.problems).toEqual([])
  })
})
