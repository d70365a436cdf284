import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logRun } from './log-runs.ts'
import { chromium, openInterface, type OpenInterface } from './open-interface.ts'

describe.skipIf(chromium.missing)(`finding one's way${chromium.note}`, () => {
  let open: OpenInterface
  let run: string
  beforeAll(async () => {
    open = await openInterface()
    const experiment = (await open.client.createExperiment({ name: 'nightly spirals' })).experiment_id
    run = await logRun(open.client, experiment, { name: "ada's best" })
    await logRun(open.client, experiment, { name: 'other' })
  })
  afterAll(() => open.close())

  const openPage = async (path = '/experiments') => {
    const page = await open.browser.newPage()
    await page.goto(open.url + path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    return page
  }

  it('finds runs by a part of their name and by the beginning of their id, and experiments', async () => {
    const page = await openPage()
    const input = page.getByRole('combobox', { name: 'Search and commands' })
    for (const words of ["ada's", run.slice(0, 9)]) {
      await page.keyboard.press('Control+k')
      await input.fill(words)
      await page.getByRole('option', { name: /ada's best/ }).waitFor()
      await expect.poll(() => page.getByRole('option', { name: /other/ }).count()).toBe(0)
      await input.press('Enter')
      await page.getByRole('heading', { name: "ada's best" }).waitFor()
      await expect.poll(() => new URL(page.url()).pathname).toBe(`/r/${run}/overview`)
      await page.goBack()
    }
    await page.getByRole('button', { name: 'Search and commands' }).click()
    await input.fill('spirals night')
    await page.getByRole('option', { name: 'nightly spirals' }).click()
    await page.getByRole('heading', { name: 'nightly spirals' }).waitFor()
  })

  it('does what can be done, such as another theme, and gives the focus back', async () => {
    const page = await openPage()
    const search = page.getByRole('searchbox', { name: 'Search experiments by name' })
    await search.focus()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search and commands' }).fill('dark theme')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark')
    await expect.poll(() => page.locator('input:focus').getAttribute('aria-label')).toBe('Search experiments by name')
  })

  it('goes to pages by two keys, with the focus on the heading, and lists all keys', async () => {
    const page = await openPage('/')
    await page.keyboard.press('g')
    await page.keyboard.press('m')
    await expect.poll(() => page.locator('h1:focus').allInnerTexts()).toEqual(['No run has logged a model yet'])
    await expect.poll(() => page.title()).toBe('Models · Reprise')
    await page.keyboard.press('?')
    const help = page.getByRole('dialog', { name: 'Keyboard' })
    await expect.poll(() => help.innerText()).toContain('Experiments')
    await page.keyboard.press('Escape')
    await expect.poll(() => help.count()).toBe(0)
  })

  it.each(['/reports', '/alerts', '/models', '/settings'])('has no link at %s that leads nowhere', async (path) => {
    const page = await openPage(path)
    for (const link of await page.getByRole('main').getByRole('link').all()) {
      const answer = await fetch(open.url + ((await link.getAttribute('href')) ?? ''), { headers: { accept: 'text/html' } })
      expect(answer.status).toBe(200)
    }
  })

  it('has reported no error in the console', () => {
    expect(open.browser.problems).toEqual([])
  })
})
