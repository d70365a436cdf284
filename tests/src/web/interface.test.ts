import { gzipSync } from 'node:zlib'
import { axeScript } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logRun } from './log-runs.ts'
import { chromium, openInterface, type OpenInterface } from './open-interface.ts'

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
    expect(await page.getByRole('tabpanel').innerText()).toContain(`mlflow.set_tracking_uri("${open.url}")`)
    await page.getByRole('tab', { name: 'TypeScript' }).click()
    expect(await page.getByRole('tabpanel').innerText()).toContain(open.url)
    experiment = (await open.client.createExperiment({ name: 'first' })).experiment_id
    const metrics = { 'train/loss': [3, 2, 1], accuracy: [0.1, 0.5] }
    runs = [
      await logRun(open.client, experiment, { name: 'one', params: { lr: '1' }, metrics }),
      await logRun(open.client, experiment, { name: 'two', params: { lr: '2' }, metrics, status: 'FAILED' }),
    ]
    await page.getByRole('link', { name: 'one' }).waitFor()
    expect(await page.getByRole('region', { name: 'Failed' }).innerText()).toContain('two')
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
      ...['overview', 'metrics', 'files', 'logs', 'code', 'repro', 'notes'].map((tab) => `/r/${runs[0]}/${tab}`),
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
    await page.getByRole('combobox', { name: 'Theme' }).selectOption('dark')
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
