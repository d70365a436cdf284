import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logRun } from './log-runs.ts'
import { chromium, newExperiment, openInterface, type OpenInterface, type Page } from './open-interface.ts'

const PDF = '%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n'
/** As a browser with a viewer says it; the one of these tests has none. */
const VIEWER = `Object.defineProperty(navigator, 'pdfViewerEnabled', { value: true })`

describe.skipIf(chromium.missing)(`PDFs of a run${chromium.note}`, () => {
  let open: OpenInterface
  let run: string
  beforeAll(async () => {
    open = await openInterface()
    run = await logRun(open.client, await newExperiment(open.client, 'pdfs'), { name: 'pdfs' })
    const uri = (await open.client.getRun({ run_id: run })).run.info.artifact_uri ?? ''
    await open.client.uploadArtifact(uri, 'plots/figure 3.pdf', new TextEncoder().encode(PDF))
    await open.client.uploadArtifact(uri, 'page.pdf', new TextEncoder().encode('<script>window.isTakenOver = true</script>'))
  })
  afterAll(() => open.close())

  const look = async (path: string, script = ''): Promise<Page> => {
    const page = await open.browser.newPage()
    if (script !== '') await page.addInitScript({ content: script })
    await page.goto(`${open.url}/r/${run}/files?path=${encodeURIComponent(path)}`)
    await page.getByRole('heading', { name: path.slice(path.lastIndexOf('/') + 1), exact: true }).waitFor()
    return page
  }
  const address = () => `/api/reprise/1/artifacts/pdf?run_id=${run}&path=${encodeURIComponent('plots/figure 3.pdf')}`

  it('open in a tab of their own, where a browser shows none within a page, and that is said', async () => {
    const page = await look('plots/figure 3.pdf')
    await page.getByText('This browser shows no PDF within a page.').waitFor()
    const link = page.getByRole('link', { name: 'Open in a new tab' })
    expect([await link.getAttribute('href'), await link.getAttribute('target')]).toEqual([address(), '_blank'])
    expect(await page.locator('iframe').count()).toBe(0)
    await page.getByRole('link', { name: 'Download', exact: true }).waitFor()
  })

  it('are shown in the viewer of the browser, which gets them as nothing but PDFs', async () => {
    const page = await open.browser.newPage()
    await page.addInitScript({ content: VIEWER })
    const asked = page.waitForResponse((response) => response.url() === open.url + address())
    await page.goto(`${open.url}/r/${run}/files?path=${encodeURIComponent('plots/figure 3.pdf')}`)
    expect(await page.locator('iframe[title="plots/figure 3.pdf"]').getAttribute('src')).toBe(address())
    const { 'content-type': type, 'x-content-type-options': sniffed } = (await asked).headers()
    expect([type, sniffed]).toEqual(['application/pdf', 'nosniff'])
    await page.getByRole('link', { name: 'Open in a new tab' }).waitFor()
  })

  it('that are none are shown as what they are', async () => {
    const page = await look('page.pdf', VIEWER)
    await page.getByText('It is called a PDF, but is none: this is shown as text.').waitFor()
    expect(await page.locator('iframe').count()).toBe(0)
    expect(await page.evaluate('window.isTakenOver')).toBeUndefined()
  })

  it('are shown without an error in the console', () => {
    expect(open.browser.problems).toEqual([])
  })
})
