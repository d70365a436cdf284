import { axeScript } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logRun } from './log-runs.ts'
import { chromium, openInterface, type OpenInterface, type Page } from './open-interface.ts'

const ESC = '\u001b'

describe.skipIf(chromium.missing)(`logs of a run${chromium.note}`, () => {
  let open: OpenInterface
  let experiment: string
  beforeAll(async () => {
    open = await openInterface()
    experiment = (await open.client.createExperiment({ name: 'logs' })).experiment_id
  })
  afterAll(() => open.close())

  const start = async (status: 'RUNNING' | 'FINISHED') => {
    const run = await logRun(open.client, experiment, { name: 'logging', status })
    const uri = (await open.client.getRun({ run_id: run })).run.info.artifact_uri ?? ''
    const write = (text: string, path = 'logs/stdout.txt') => open.client.uploadArtifact(uri, path, new Blob([text]))
    return { run, write }
  }
  const openLogs = async (run: string, options = {}): Promise<Page> => {
    const page = await open.browser.newPage(options)
    await page.goto(`${open.url}/r/${run}/logs`)
    return page
  }
  const logOf = (page: Page) => page.getByRole('region', { name: 'Log', exact: true })

  it('follow a run that goes on, reading only what is new, and stop where somebody reads', async () => {
    const { run, write } = await start('RUNNING')
    let text = Array.from({ length: 5_000 }, (_, at) => `line ${at} ${'x'.repeat(60)}\n`).join('')
    await write(text)
    const page = await openLogs(run)
    await page.getByText('line 4999').waitFor()
    let received = 0
    page.on('response', (answer) => {
      if (answer.url().endsWith('stdout.txt')) received += Number(answer.headers()['content-length'] ?? 0)
    })
    text += 'line 5000 is new\n'
    await write(text)
    await page.getByText('line 5000 is new').waitFor()
    expect(received).toBeLessThan(1_000)
    await logOf(page).evaluate((element) => (element as unknown as { scrollTo: (x: number, y: number) => void }).scrollTo(0, 20_000))
    await page.getByText(', paused').waitFor()
    const seen = await logOf(page).innerText()
    text += 'line 5001 is newer\n'
    await write(text)
    await page.getByText(`${Math.round(text.length / 1_024)} KiB`).waitFor()
    expect((await logOf(page).innerText()).split('\n')[0]).toBe(seen.split('\n')[0])
    await page.getByRole('button', { name: 'To the end' }).click()
    await page.getByText('line 5001 is newer').waitFor()
  })

  it('go to their beginning at once, whatever is still being read', async () => {
    const { run, write } = await start('FINISHED')
    const part = Array.from({ length: 100_000 }, (_, at) => `step ${at} ${'.'.repeat(80)}\n`).join('')
    await write(`the very first line\n${part}the very last line\n`)
    const page = await openLogs(run)
    await page.getByText('the very last line').waitFor()
    const held: (() => Promise<void>)[] = []
    await page.route('**/stdout.txt', async (route) => {
      if (route.request().headers()['range']?.startsWith('bytes=0-') === true) await route.continue()
      else held.push(() => route.continue())
    })
    await logOf(page).evaluate((element) => (element as unknown as { scrollTo: (x: number, y: number) => void }).scrollTo(0, 0))
    await expect.poll(() => held.length).toBe(1)
    await page.getByRole('button', { name: 'To the beginning' }).click()
    await page.getByText('the very first line').waitFor()
    const answered = page.waitForResponse('**/stdout.txt')
    await held[0]?.()
    await answered
    await page.getByText('0.0 % to').waitFor()
    await page.getByText('the very first line').waitFor()
  })

  it('begin at their end, of any length, go back to the beginning, and are searched through', async () => {
    const { run, write } = await start('FINISHED')
    const part = Array.from({ length: 100_000 }, (_, at) => `step ${at} ${'.'.repeat(80)}\n`).join('')
    await write(`the very first line\n${part.repeat(3)}a NEEDLE in it\n${part.repeat(5)}the very last line\n`)
    let received = 0
    const page = await open.browser.newPage()
    page.on('response', (answer) => {
      if (answer.url().endsWith('stdout.txt')) received += Number(answer.headers()['content-length'] ?? 0)
    })
    await page.goto(`${open.url}/r/${run}/logs`)
    await page.getByText('the very last line').waitFor()
    expect(received).toBeLessThan(1_500_000)
    expect(await page.locator('[data-index]').count()).toBeLessThan(150)
    await page.getByRole('button', { name: 'To the beginning' }).click()
    await page.getByText('the very first line').waitFor()
    await page.getByRole('searchbox', { name: 'Search in the log' }).fill('needle')
    await page.keyboard.press('Enter')
    await page.getByText('a NEEDLE in it').waitFor({ timeout: 30_000 })
    await expect.poll(() => page.locator('mark').innerText()).toBe('NEEDLE')
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText('none after this').waitFor({ timeout: 30_000 })
    // A log that can not be read is not said to lack what one looks for.
    await page.route('**/stdout.txt', (route) =>
      route.fulfill({ status: 403, json: { error_code: 'PERMISSION_DENIED', message: 'Not yours.' } }),
    )
    await page.getByRole('button', { name: 'Previous' }).click()
    await page.getByText('it could not be searched: Not yours.').waitFor()
    await page.unrouteAll()
  })

  it('show colours and bars of progress as a terminal does, and other logs among the files', async () => {
    const { run, write } = await start('FINISHED')
    const bar = Array.from({ length: 101 }, (_, at) => `\r${at}%|${'█'.repeat(at / 10)}`).join('')
    await write(`${ESC}[31mred${ESC}[0m plain\n${bar}\n<script>document.title = 'taken over'</script>\n`)
    await write('of errors\n', 'logs/stderr.txt')
    await write('of training\n', 'train.log')
    const page = await openLogs(run)
    await page.getByText('100%|██████████').waitFor()
    await expect.poll(() => logOf(page).innerText()).toMatch(/^red plain\n100%\|█{10}\n<script>/)
    const colour = (text: string) =>
      page
        .getByText(text, { exact: true })
        .first()
        .evaluate(
          (span) => (globalThis as unknown as { getComputedStyle: (of: unknown) => { color: string } }).getComputedStyle(span).color,
        )
    expect(await colour('red')).toBe('rgb(180, 35, 44)')
    await page.getByRole('tab', { name: 'Errors' }).click()
    await page.getByText('of errors').waitFor()
    await page.getByRole('tab', { name: 'train.log' }).click()
    await page.getByText('of training').waitFor()
  })

  it('wrap long lines when asked, and are downloaded whole', async () => {
    const { run, write } = await start('FINISHED')
    await write(`${'word '.repeat(1_000)}\nend\n`)
    const page = await openLogs(run)
    await page.getByText('end', { exact: true }).waitFor()
    await page.getByLabel('Wrap').check()
    await expect.poll(async () => (await page.locator('[data-index="0"]').boundingBox())?.height ?? 0).toBeGreaterThan(100)
    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download' }).click()
    expect((await downloading).suggestedFilename()).toBe('stdout.txt')
  })

  it.each(['light', 'dark'] as const)('have no violation that axe finds, in the %s theme', async (colorScheme) => {
    const { run, write } = await start('FINISHED')
    await write(`${ESC}[32mgreen${ESC}[33myellow${ESC}[34mblue${ESC}[35mmagenta${ESC}[36mcyan${ESC}[2mdim\n`)
    const page = await openLogs(run, { colorScheme, bypassCSP: true })
    await page.getByText('magenta').waitFor()
    await page.evaluate(axeScript)
    const { violations } = (await page.evaluate('axe.run()')) as { violations: { id: string; nodes: { html: string }[] }[] }
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  })

  it('have reported no error in the console, but for the one that was made', () => {
    expect(open.browser.problems.filter((problem) => !problem.includes('status of 403'))).toEqual([])
  })
})
