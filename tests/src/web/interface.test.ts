import { gzipSync } from 'node:zlib'
import { axeScript } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logRun } from './log-runs.ts'
import { chromium, type Locator, openInterface, type OpenInterface } from './open-interface.ts'

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

/** Bytes of JavaScript, zipped, that the page of runs may need. */
const MOST_SCRIPT = 250_000

describe.skipIf(chromium.missing)(`the interface${chromium.note}`, () => {
  let open: OpenInterface
  let experiment: string
  let runs: string[]
  beforeAll(async () => void (open = await openInterface()))
  afterAll(() => open.close())

  it('says on an empty server how to log to it, with its own address, and shows the first run by itself', async () => {
    const page = await open.browser.newPage()
    await page.goto(open.url)
    await page.getByRole('heading', { name: 'This server waits for its first run' }).waitFor()
    await expect.poll(() => page.getByRole('tabpanel').innerText()).toContain(`mlflow.set_tracking_uri("${open.url}")`)
    await page.getByRole('tab', { name: 'TypeScript' }).click()
    await expect.poll(() => page.getByRole('tabpanel').innerText()).toContain(open.url)
    experiment = (await open.client.createExperiment({ name: 'first' })).experiment_id
    const metrics = { 'train/loss': [3, 2, 1], accuracy: [0.1, 0.5] }
    runs = [
      await logRun(open.client, experiment, { name: 'one', params: { lr: '1' }, metrics }),
      await logRun(open.client, experiment, { name: 'two', params: { lr: '2' }, metrics, status: 'FAILED' }),
    ]
    await page.getByRole('link', { name: 'one' }).waitFor()
    await expect.poll(() => page.getByRole('region', { name: 'Failed' }).innerText()).toContain('two')
  })

  describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
    const pages = () => [
      '/',
      '/experiments',
      `/e/${experiment}`,
      `/compare?runs=${runs.join(',')}`,
      '/data',
      '/pipelines',
      `/lineage?of=${runs[0]}`,
      '/hooks',
      '/models',
      '/reports',
      '/alerts',
      '/settings',
      ...['overview', 'metrics', 'files', 'logs', 'code', 'diff', 'repro', 'notes'].map((tab) => `/r/${runs[0]}/${tab}`),
    ]

    it('has no violation that axe finds, on any page', async () => {
      const page = await open.browser.newPage({ colorScheme, bypassCSP: true })
      const found: string[] = []
      for (const path of pages()) {
        await page.goto(open.url + path)
        await page.locator('main :is(h1, h2, p, pre)').first().waitFor()
        await expect.poll(() => page.locator('main [aria-busy="true"]').count()).toBe(0)
        await page.evaluate(axeScript)
        const { violations } = (await page.evaluate('axe.run()')) as { violations: Violation[] }
        found.push(
          ...violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${path} ${id}: ${html} ${failureSummary}`)),
        )
      }
      expect(found).toEqual([])
    })
  })

  it.each(['light', 'dark'] as const)(
    'has no violation that axe finds with menus, lists and dialogs open, in the %s theme',
    async (theme) => {
      const page = await open.browser.newPage({ colorScheme: theme, bypassCSP: true })
      // Only colours are others in the other theme.
      const options = theme === 'light' ? {} : { runOnly: ['color-contrast'] }
      const button = (name: string | RegExp) => page.getByRole('main').getByRole('button', { name }).first()
      const filter = page.getByRole('combobox', { name: 'Filter', exact: true })
      const found: string[] = []
      const look = async (name: string, act: () => Promise<unknown>, opened: Locator) => {
        await act()
        await opened.first().waitFor()
        const { violations } = (await page.evaluate(`axe.run(${JSON.stringify(options)})`)) as { violations: Violation[] }
        found.push(
          ...violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${name} ${id}: ${html} ${failureSummary}`)),
        )
        await page.keyboard.press('Escape')
        await opened.first().waitFor({ state: 'hidden' })
      }
      const visit = async (path: string) => {
        await page.goto(open.url + path)
        await page.locator('main :is(h1, h2, p, pre)').first().waitFor()
        await expect.poll(() => page.locator('main [aria-busy="true"]').count()).toBe(0)
        await page.evaluate(axeScript)
      }
      const menu = page.getByRole('menu')
      const dialog = page.getByRole('dialog')
      await visit(`/e/${experiment}`)
      const completions = page.getByRole('listbox', { name: 'Completions' }).getByRole('option')
      await look('names', () => filter.fill('metrics.'), completions)
      await look('values', () => filter.fill('params.lr = '), completions)
      await look('views', () => button('Views').click(), menu)
      await look('more', () => button('More').click(), menu)
      await look('cell', () => page.getByRole('gridcell', { name: '0.5' }).first().click(), menu)
      await look('column', () => button(/^Column /).click(), menu)
      await look('theme', () => page.getByRole('button', { name: 'Theme' }).click(), menu)
      await look('columns', () => button('Columns').click(), page.getByRole('searchbox', { name: 'Search columns' }))
      await look('chart', () => button(/^More for /).click(), page.getByRole('group', { name: /^For / }))
      await look('adding', () => button('Add a chart').click(), dialog)
      await look('palette', () => page.keyboard.press('Control+k'), dialog)
      await look('keys', () => page.keyboard.press('?'), dialog)
      await look('enlarged', () => button(/^Enlarge /).click(), dialog)
      await visit('/experiments')
      await look('new', () => button('New experiment').click(), dialog)
      await look('experiment', () => button(/^What can be done/).click(), menu)
      await visit(`/r/${runs[0]}/overview`)
      await look('run', () => button(/^What can be done/).click(), menu)
      await look('share', () => button('Share or export').click(), menu)
      expect(found).toEqual([])
    },
  )

  it('shows a page at its own address when it is loaded again, and says where there is none', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/experiments`)
    await page.reload()
    await page.getByRole('link', { name: 'first' }).waitFor()
    await page.goto(`${open.url}/nothing/here`)
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor()
  })

  it('keeps the theme that was chosen', async () => {
    const page = await open.browser.newPage({ colorScheme: 'light' })
    await page.goto(open.url)
    await page.getByRole('button', { name: 'Theme' }).click()
    await page.getByRole('menuitemradio', { name: 'Dark' }).click()
    await page.reload()
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark')
  })

  it('needs no more script on the page of runs than it may', async () => {
    const page = await open.browser.newPage()
    const sizes: Promise<number>[] = []
    page.on('response', (answer) => {
      if (answer.url().endsWith('.js')) sizes.push(answer.body().then((body) => gzipSync(body).length))
    })
    await page.goto(`${open.url}/e/${experiment}`)
    await page.getByRole('img', { name: 'accuracy: 2 curves' }).waitFor()
    await page.getByRole('grid', { name: 'Runs' }).getByRole('link', { name: 'one', exact: true }).waitFor()
    await expect.poll(() => page.locator('main [aria-busy="true"]').count()).toBe(0)
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
    expect(total).toBeGreaterThan(10_000)
    expect(total).toBeLessThan(MOST_SCRIPT)
  })

  it('lets nothing of elsewhere into its pages, and does not answer for the API', async () => {
    const answer = await fetch(`${open.url}/experiments`, { headers: { accept: 'text/html' } })
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'")
    expect((await fetch(`${open.url}/api/2.0/mlflow/none`, { headers: { accept: 'text/html' } })).status).toBe(404)
    expect((await fetch(`${open.url}/assets/none.js`, { headers: { accept: 'text/html' } })).status).toBe(404)
    expect((await fetch(`${open.url}/experiments`, { headers: { accept: 'application/json' } })).status).toBe(404)
    expect(
      (await fetch(`${open.url}/..%2f..%2fetc/passwd`, { headers: { accept: 'text/html' } })).headers.get('content-type'),
    ).not.toContain('octet')
  })

  it('says when the server is gone', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/experiments`)
    await page.route('**/version', (route) => route.abort())
    await expect.poll(() => page.getByRole('alert').allInnerTexts(), { timeout: 30_000 }).toContain('The server does not answer')
  })
})
