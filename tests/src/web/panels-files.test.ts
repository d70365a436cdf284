import { axeScript } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logRun } from './log-runs.ts'
import { chromium, openInterface, type OpenInterface } from './open-interface.ts'

/** The smallest pictures: 1 × 1 pixel. */
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

describe.skipIf(chromium.missing)(`charts of the files of runs${chromium.note}`, () => {
  let open: OpenInterface
  let experiment: string
  beforeAll(async () => {
    open = await openInterface()
    const { client } = open
    experiment = (await client.createExperiment({ name: 'vision' })).experiment_id
    for (const [at, name] of ['first', 'second', 'bare'].entries()) {
      const id = await logRun(client, experiment, { name, metrics: { accuracy: [0.5] } })
      const uri = (await client.getRun({ run_id: id })).run.info.artifact_uri ?? ''
      const put = (path: string, content: string | Uint8Array) =>
        client.uploadArtifact(uri, path, typeof content === 'string' ? new TextEncoder().encode(content) : content)
      if (name === 'bare') continue
      const counts =
        at === 0
          ? [
              [8, 2],
              [1, 9],
            ]
          : [
              [6, 4],
              [0, 10],
            ]
      await put('cm.json', JSON.stringify({ labels: ['cat', 'dog'], matrix: counts }))
      const pairs = counts.flatMap((row, from) =>
        row.flatMap((count, to) => Array<string>(count).fill(`${['cat', 'dog'][from]},${['cat', 'dog'][to]}`)),
      )
      await put('plots/classes.csv', `actual,predicted\n${pairs.join('\n')}\n`)
      // As mlflow.log_image(key=…, step=…) names them.
      for (const step of [0, 10, 20]) {
        const stem = `images/samples~one+step+${step}+timestamp+${1_795_307_580_000 + step}+3c98e6c0-d166-4a29-8fae-5581b9fc41${step + 10}`
        await put(`${stem}.png`, png)
        await put(`${stem}+compressed.webp`, png)
      }
      await put('broken.png', 'this is no picture')
      // A head that claims 30,000 × 30,000 pixels.
      const bomb = Buffer.from(png)
      bomb.writeUInt32BE(30_000, 16)
      bomb.writeUInt32BE(30_000, 20)
      await put('huge.png', bomb)
    }
  })
  afterAll(() => open.close())

  const openPanel = async (panels: string) => {
    const page = await open.browser.newPage()
    await page.setViewportSize({ width: 1_600, height: 1_000 })
    await page.goto(`${open.url}/e/${experiment}?sort=attributes.run_name+ASC&panels=${encodeURIComponent(panels)}`)
    return page
  }
  type Page = Awaited<ReturnType<typeof openPanel>>
  const cellsOf = async (page: Page, name: RegExp) => {
    const rows = page.getByRole('table', { name }).locator('tbody tr')
    await rows.first().waitFor()
    return await Promise.all((await rows.all()).map((row) => row.locator('td').allInnerTexts()))
  }

  it.each(['cm.json', 'plots/classes.csv'])('shows the matrices of %s side by side, with counts and how much was right', async (path) => {
    const page = await openPanel(`matrix:${path}`)
    await expect
      .poll(() => cellsOf(page, /^first:/))
      .toEqual([
        ['8', '2'],
        ['1', '9'],
      ])
    await expect
      .poll(() => cellsOf(page, /^second:/))
      .toEqual([
        ['6', '4'],
        ['0', '10'],
      ])
    await page.getByText('n = 20, 85.0 % right').waitFor()
    await page.getByText(`This run has no ${path}.`).waitFor()
    await expect.poll(() => page.getByRole('columnheader', { name: 'dog' }).count()).toBe(2)
  })

  it('shows parts of each class, and the difference of two runs', async () => {
    const page = await openPanel('matrix(norm=rows,view=difference):cm.json')
    await expect
      .poll(() => cellsOf(page, /first|second/))
      .toEqual([
        ['−20.0 %', '+20.0 %'],
        ['−10.0 %', '+10.0 %'],
      ])
    await page.getByRole('button', { name: 'More for cm.json' }).click()
    await page.getByRole('checkbox', { name: 'Difference of the first two runs' }).uncheck()
    await expect
      .poll(() => cellsOf(page, /^first:/))
      .toEqual([
        ['80.0 %', '20.0 %'],
        ['10.0 %', '90.0 %'],
      ])
  })

  it('says of a file that holds no matrix that it holds none', async () => {
    const page = await openPanel('matrix:huge.png~matrix:images/none.csv')
    await page.getByText('This run has no images/none.csv.').waitFor()
  })

  it('shows images by run and key, goes through the steps, and enlarges one', async () => {
    const page = await openPanel('images:')
    await page.getByRole('img', { name: 'samples/one, step 20 of first' }).waitFor()
    await page.getByRole('slider', { name: 'Step' }).press('ArrowLeft')
    await page.getByRole('img', { name: 'samples/one, step 10 of second' }).waitFor()
    await expect.poll(() => page.url()).toContain('step%3D10')
    await page.getByRole('button', { name: 'Enlarge samples/one, step 10 of first' }).click()
    await page.getByRole('dialog', { name: 'samples/one, step 10 · first' }).waitFor()
    await page.keyboard.press('ArrowRight')
    await page.getByRole('dialog', { name: 'samples/one, step 20 · first' }).waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('dialog', { name: /samples/ }).count()).toBe(0)
  })

  it('says of broken and of huge pictures why they are not shown', async () => {
    const page = await openPanel('images:broken.png,huge.png')
    await expect.poll(() => page.getByText('not a picture that a browser can show').count()).toBe(2)
    await expect.poll(() => page.getByText('900 million pixels: too large to be shown here').count()).toBe(2)
  })

  it.each(['light', 'dark'] as const)(
    'has no violation that axe finds, whatever the kind of chart, in the %s theme',
    async (colorScheme) => {
      const page = await open.browser.newPage({ colorScheme, bypassCSP: true, viewport: { width: 1_600, height: 3_000 } })
      const values =
        'scatter:metrics.accuracy,params.lr~parallel(pick=metrics.accuracy%3A0..1):,metrics.accuracy~box:metrics.accuracy~bar:,metrics.accuracy'
      await page.goto(`${open.url}/e/${experiment}?panels=${encodeURIComponent(`${values}~matrix:cm.json~images:`)}`)
      await page.getByRole('img', { name: 'samples/one, step 20 of first' }).waitFor()
      await expect.poll(() => page.locator('main [aria-busy="true"]').count()).toBe(0)
      await page.evaluate(axeScript)
      const { violations } = (await page.evaluate('axe.run()')) as { violations: Violation[] }
      expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))).toEqual([])
    },
  )

  it('has reported no error in the console', () => {
    expect(open.browser.problems).toEqual([])
  })
})

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}
