import type { Page } from '@reprise/testing'
import { beforeAll, expect, it } from 'vitest'
import type { Setting } from './setting.ts'

/** Runs in the page before anything else: adds up how far things jumped (Chromium's layout shift score). */
const watchJumps = `
  window.jumps = 0
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.jumps += entry.value }).observe({ type: 'layout-shift', buffered: true })
`
/** What Chromium calls good. */
const MOST_JUMPS = 0.1

/** Must-haves of every page. `setting` is opened before the tests run. */
export function describeEveryPage(setting: () => Setting): void {
  let open: Setting
  beforeAll(() => void (open = setting()))

  const pages = () => [
    '/',
    '/experiments',
    `/e/${open.ids['sweep']}`,
    `/compare?runs=${open.ids['w16-s1']},${open.ids['w64-s1']}`,
    `/r/${open.ids['w16-s1']}/overview`,
    `/r/${open.ids['w16-s1']}/metrics`,
    `/r/${open.ids['with files']}/files?path=table.csv`,
  ]
  const untilQuiet = async (page: Page) => {
    await page.locator('main :is(h1, h2)').first().waitFor()
    await page.locator('main [aria-busy="true"]').first().waitFor({ state: 'detached' })
  }

  it('no layout jumps', async () => {
    for (const path of pages()) {
      const page = await open.browser.newPage({ bypassCSP: true })
      await page.addInitScript(watchJumps)
      await page.goto(open.url + path)
      await untilQuiet(page)
      await page.waitForTimeout(300)
      expect(await page.evaluate('window.jumps'), path).toBeLessThan(MOST_JUMPS)
      await page.context().close()
    }
  })

  it('keyboard everywhere: every control of a page is reached with Tab, and shows where one is', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/e/${open.ids['sweep']}`)
    await untilQuiet(page)
    const reached = new Set<string>()
    for (let press = 0; press < 200; press++) {
      await page.keyboard.press('Tab')
      reached.add(await page.evaluate(nameOfFocus))
    }
    for (const name of ['Columns', 'Search charts', 'Select w64-s3', 'Add a chart']) expect([...reached]).toContain(name)
    expect(await page.evaluate(hasRing)).toBe(true)
  })

  it('sensible states where there is nothing, and where something fails', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/e/${open.ids['sweep']}?q=params.width+%3D+'none'`)
    await page
      .getByText(/No run/)
      .first()
      .waitFor()
    await page.goto(`${open.url}/r/${'0'.repeat(32)}/overview`)
    await page
      .getByText(/not found|no such run|could not be read/i)
      .first()
      .waitFor()
    await page.goto(`${open.url}/r/${open.ids['untuned']}/files`)
    await page
      .getByText(/no files|nothing/i)
      .first()
      .waitFor()
  })

  it("dates in the viewer's zone", async () => {
    const timeIn = async (timezoneId: string) => {
      const page = await open.browser.newPage({ timezoneId })
      await page.goto(`${open.url}/r/${open.ids['w16-s1']}/overview`)
      const about = page.getByRole('region', { name: 'About' })
      await expect.poll(() => about.innerText()).toMatch(/\d\d:\d\d/)
      return /(\d\d):\d\d/.exec(await about.innerText())?.[1]
    }
    const [utc, tokyo] = [Number(await timeIn('UTC')), Number(await timeIn('Asia/Tokyo'))]
    expect((tokyo - utc + 24) % 24).toBe(9)
  })

  it('dark mode, by what the viewer has chosen for all programs', async () => {
    const backgrounds = []
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await open.browser.newPage({ colorScheme })
      await page.goto(open.url)
      await untilQuiet(page)
      backgrounds.push(await page.evaluate('getComputedStyle(document.body).backgroundColor'))
    }
    expect(backgrounds[0]).not.toBe(backgrounds[1])
  })
}

const nameOfFocus = `(() => {
  const at = document.activeElement
  return at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent?.trim() ?? at.textContent.trim()
})()`

/** Whether what has the focus is drawn with an outline. */
const hasRing = `getComputedStyle(document.activeElement).outlineStyle !== 'none' || getComputedStyle(document.activeElement).boxShadow !== 'none'`
