import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logRun } from './log-runs.ts'
import { boxOf } from './mouse.ts'
import { chromium, openInterface, type OpenInterface } from './open-interface.ts'

describe.skipIf(chromium.missing)(`settings in a browser${chromium.note}`, () => {
  let open: OpenInterface
  let run: string
  beforeAll(async () => {
    open = await openInterface()
    const experiment = (await open.client.createExperiment({ name: 'spirals' })).experiment_id
    run = await logRun(open.client, experiment, { name: 'one', metrics: { loss: [0.123456789] } })
  })
  afterAll(() => open.close())

  it('shows times in the zone of the viewer, or in UTC, and numbers with as many digits as are wanted', async () => {
    const page = await open.browser.newPage({ timezoneId: 'Asia/Tokyo' })
    const about = page.getByRole('region', { name: 'About' })
    await page.goto(`${open.url}/r/${run}/overview`)
    await expect.poll(() => about.innerText()).toContain('07:13:20')
    await expect.poll(() => about.locator('time').first().getAttribute('datetime')).toBe('2023-11-14T22:13:20.000Z')
    await page.goto(`${open.url}/settings`)
    await page.getByRole('combobox', { name: 'Times' }).selectOption('utc')
    await page.getByRole('combobox', { name: 'Digits of numbers' }).selectOption('3')
    await page.goto(`${open.url}/r/${run}/overview`)
    await expect.poll(() => about.innerText()).toContain('22:13:20 UTC')
    await expect.poll(() => page.getByRole('region', { name: 'Metrics' }).innerText()).toMatch(/0\.123\n|0\.123$/)
  })

  it('says what the server is', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/settings`)
    const server = page.getByRole('region', { name: 'This server' })
    await expect.poll(() => server.innerText()).toContain(open.url)
    await expect.poll(() => server.innerText()).toMatch(/Version\s+\d+\.\d+\.\d+/)
  })

  it('makes the rows of the table of runs as high as is wanted', async () => {
    const page = await open.browser.newPage()
    const heightOf = async () => {
      await page.goto(`${open.url}/e/1`)
      return (await boxOf(page.getByRole('grid', { name: 'Runs' }).getByRole('row', { name: /one/ }))).height
    }
    const normal = await heightOf()
    await page.goto(`${open.url}/settings`)
    await page.getByRole('combobox', { name: 'Rows of tables' }).selectOption('compact')
    expect(await heightOf()).toBeLessThan(normal)
  })
})
