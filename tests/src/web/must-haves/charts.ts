import type { Page } from '@reprise/testing'
import { createTracker } from '@reprise/sdk'
import { beforeAll, expect, it } from 'vitest'
import { countSpikes } from '../count-spikes.ts'
import { dragOver, pointAt } from '../mouse.ts'
import type { Setting } from './setting.ts'

const SPIKES = 40
const POINTS = 40_000

/** Must-haves of charts. `setting` is opened before the tests run. */
export function describeCharts(setting: () => Setting): void {
  let open: Setting
  beforeAll(() => void (open = setting()))

  const openPage = async (path: string) => {
    const page = await open.browser.newPage({ viewport: { width: 1280, height: 900 } })
    await page.goto(open.url + path)
    return page
  }
  const chartOf = (page: Page, metric: string) => page.getByRole('img', { name: new RegExp(`^${metric}: `) })
  /** Moves the mouse to a part of the width of a chart, and answers what stands there then. */
  const tellAt = async (page: Page, metric: string, part: number) => {
    await pointAt(page, chartOf(page, metric), part)
    return page.getByRole('region', { name: metric, exact: true }).innerText()
  }

  it('4. every spike is drawn, and zooming reads the detail', async () => {
    const tracker = createTracker({ trackingUri: open.url, experimentName: 'spikes' })
    const every = POINTS / SPIKES
    const id = await tracker.withRun({ name: 'spiky' }, (run) => {
      for (let step = 0; step < POINTS; step++)
        run.logMetric('noise', step % every === every / 2 ? 1 : Math.sin(step / 300) * 0.1, { step })
      return run.id
    })
    const page = await openPage(`/r/${id}/metrics?charts=noise`)
    await page.getByRole('img', { name: /^noise: / }).waitFor()
    await expect.poll(() => page.evaluate(countSpikes('noise'))).toBe(SPIKES)
    const zoomed = page.waitForRequest((request) => request.url().includes('series/buckets') && request.url().includes('from='))
    await dragOver(page, chartOf(page, 'noise'), [0.4, 0.6])
    await zoomed
    await expect.poll(() => page.evaluate(countSpikes('noise'))).toBeLessThan(12)
  })

  it('5. smoothing does not change when one zooms; NaN and infinities are seen; x is step, time, relative time or any metric', async () => {
    const smoothed = async (page: Page) => /w16-s1\s*([\d.]+)/.exec(await tellAt(page, 'train/loss', 0.5))?.[1]
    const runs = `runs=${open.ids['w16-s1']},${open.ids['w64-s1']}`
    const page = await openPage(`/compare?${runs}&charts=train/loss&smooth=80`)
    await page.getByRole('img', { name: /^train\/loss: / }).waitFor()
    await expect.poll(() => smoothed(page)).toBeDefined()
    const whole = await smoothed(page)
    await dragOver(page, chartOf(page, 'train/loss'), [0.25, 0.75])
    await expect.poll(() => page.getByRole('button', { name: /Whole/ }).count()).toBe(1)
    await expect.poll(() => smoothed(page)).toBe(whole)

    const odd = await openPage(`/r/${open.ids['odd values']}/metrics?charts=odd`)
    await odd.getByRole('img', { name: /^odd: / }).waitFor()
    await expect.poll(() => tellAt(odd, 'odd', 0.4)).toContain('NaN')
    await expect.poll(() => tellAt(odd, 'odd', 0.6)).toMatch(/∞|Infinity/)
    for (const x of ['time', 'relative', 'metrics.epoch']) {
      const along = await openPage(`/compare?${runs}&charts=accuracy&x=${x}`)
      await along.getByRole('img', { name: 'accuracy: 2 curves' }).waitFor()
      await expect.poll(() => tellAt(along, 'accuracy', 0.5)).toMatch(/w16-s1/)
      // The last epoch is 2.9, its middle 1.45 or near it.
      if (x === 'metrics.epoch') await expect.poll(() => tellAt(along, 'accuracy', 0.5)).toMatch(/1\.[345]/)
    }
  })

  it('6. mean and band over seeds: grouped by everything but the seed', async () => {
    const page = await openPage(`/e/${open.ids['sweep']}?q=params.width+IS+NOT+NULL&over=seed&charts=val/loss`)
    await page.getByRole('img', { name: 'val/loss: 3 means of 9 curves' }).waitFor()
    // At step 1 the three seeds have 0.11, 0.12 and 0.13.
    await expect.poll(() => tellAt(page, 'val/loss', 0.5)).toMatch(/0\.12 ± 0\.01, 3 runs/)
  })

  it('15. colours of runs are stable and distinct, legends say who is who, and charts are searched', async () => {
    const colourOf = async (path: string, name: string) => {
      const page = await openPage(path)
      const entry = page.getByRole('list', { name: 'Legend' }).getByRole('button', { name: new RegExp(`^${name}`) })
      return entry.locator('span').first().getAttribute('style')
    }
    const [a, b] = [open.ids['w16-s1'], open.ids['w64-s3']]
    const compare = `/compare?runs=${a},${b}`
    const [one, two] = [await colourOf(compare, 'w16-s1'), await colourOf(compare, 'w64-s3')]
    expect(one).not.toBe(two)
    expect(await colourOf(`/e/${open.ids['sweep']}?sel=${a},${b}`, 'w16-s1')).toBe(one)
    const page = await openPage(`/e/${open.ids['sweep']}`)
    await page.getByRole('searchbox', { name: 'Search charts' }).fill('epo')
    await page.getByRole('img', { name: /^epoch: / }).waitFor()
    await expect.poll(() => page.getByRole('img', { name: /^accuracy: / }).count()).toBe(0)
  })
}
