import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseStill, type StillBuckets, unpackBuckets } from '@reprise/protocol'
import { axeScript, createTemporaryFolder, type TemporaryFolder, type Page } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reprise, results } from '../e2e/reprise.ts'
import { dataOfPage } from './data-of-page.ts'
import { logRun } from './log-runs.ts'
import { chromium, openInterface, type OpenInterface } from './open-interface.ts'

const HOSTILE = `</script><script>window.isTakenOver = true</script><!-- "👾"`
const NOTES = `# Findings\n\n**Bold** text. <img src=x onerror="window.isTakenOver = true">`
/** Bytes that the guide promises of a page of one usual run. */
const MOST_BYTES = 600_000
const tabs = ['overview', 'metrics', 'system', 'logs', 'files', 'code', 'diff', 'repro', 'notes']

/** Runs in the page, by day: how many pixels of a chart are of a curve. Lines of the grid are light; every colour of a curve has a dark part, the grey one too. */
const inkOf = (name: string) => `(() => {
  const { width, height } = document.querySelector('section[aria-label="${name}"] canvas')
  const { data } = document.querySelector('section[aria-label="${name}"] canvas').getContext('2d').getImageData(60, 0, width - 60, height - 40)
  let ink = 0
  for (let at = 0; at < data.length; at += 4) if (data[at + 3] > 60 && Math.min(data[at], data[at + 1], data[at + 2]) < 150) ink++
  return ink
})()`

describe.skipIf(chromium.missing)(`runs that were exported to one file${chromium.note}`, () => {
  let open: OpenInterface
  let folder: TemporaryFolder
  let captured: string
  let compared: string[]
  let other: string
  /** What pages asked for that were opened from a file. */
  const asked: string[] = []

  beforeAll(async () => {
    open = await openInterface()
    folder = await createTemporaryFolder('exported')
    captured = await captureRun(join(folder.path, 'work'), open.url)
    const { experiment_id: experiment } = await open.client.createExperiment({ name: 'compared' })
    const curve = (scale: number, length = 300) => Array.from({ length }, (_, step) => scale * Math.exp(-step / (length / 4)))
    compared = []
    for (let at = 0; at < 5; at++) {
      const tags = { 'mlflow.note.content': NOTES }
      const metrics = { 'val/loss': curve(at + 1), 'val/acc': [0.5, 0.5 + at / 10], long: curve(at + 1, 3_000), 'system/cpu': [1, 2] }
      const name = at === 4 ? HOSTILE : `run ${at}`
      compared.push(await logRun(open.client, experiment, { name, params: { lr: String(at), opt: HOSTILE }, tags, metrics }))
    }
    other = await logRun(open.client, experiment, { name: 'plugh-xyzzy', params: { password: 'hunter2' } })
    const { run } = await open.client.getRun({ run_id: compared[4] ?? '' })
    const put = (path: string, text: string) =>
      open.client.uploadArtifact(run.info.artifact_uri ?? '', path, new TextEncoder().encode(text))
    await put('notes "1" 👾.txt', HOSTILE)
    await put('logs/stdout.txt', `${'a line of a long log\n'.repeat(20_000)}the end of it`)
    await put('config.json', '{"a": [1, 2]}')
    await put('large.txt', 'x'.repeat(300_000))
  })
  afterAll(async () => {
    await open.close()
    await folder.remove()
  })

  /** Without network, as somebody who got the file by mail has it. */
  const openFile = async (file: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> => {
    const page = await open.browser.newPage({ colorScheme, offline: true })
    page.on('request', (request) => asked.push(request.url()))
    page.on('dialog', (dialog) => {
      asked.push(`a dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    await page.goto(pathToFileURL(file).href)
    return page
  }
  const goTo = (page: Page, address: string) => page.evaluate(`location.hash = ${JSON.stringify(`#${address}`)}`)

  const exportFrom = async (address: string, name: string): Promise<string> => {
    const page = await open.browser.newPage()
    await page.goto(open.url + address)
    await page.getByRole('button', { name: 'Share or export' }).click()
    const coming = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: 'Export to one file' }).click()
    const file = join(folder.path, name)
    await (await coming).saveAs(file)
    return file
  }

  it('show a run whole: params, metrics, charts, logs, files, what was changed, the verdict and notes', async () => {
    const file = await exportFrom(`/r/${captured}/overview`, 'captured.html')
    const page = await openFile(file)
    await page.getByRole('heading', { name: 'captured run' }).waitFor()
    await page.getByText(/A copy of captured run, to be read · diverged · made/).waitFor()
    await expect.poll(() => page.getByRole('region', { name: 'Params' }).innerText()).toMatch(/depth\s+3/)
    await page.getByRole('link', { name: 'Metrics' }).click()
    await page.getByRole('img', { name: 'loss: 1 curve' }).waitFor()
    await expect.poll(() => page.evaluate(inkOf('loss'))).toBeGreaterThan(100)
    await page.getByRole('link', { name: 'Logs' }).click()
    await expect.poll(() => page.getByRole('main').innerText()).toContain('working hard')
    await page.getByRole('link', { name: 'Files' }).click()
    await expect.poll(() => page.getByRole('main').innerText()).toContain('logs')
    await page.getByRole('link', { name: 'Code' }).click()
    await expect.poll(() => page.getByRole('main').innerText()).toContain("+console.log('working hard')")
    await page.getByRole('link', { name: 'Reproduction' }).click()
    await expect.poll(() => page.getByRole('region', { name: 'Verdict' }).innerText()).toContain('result.json')
    expect(await page.getByRole('main').innerText()).not.toContain(open.url)
    await page.getByRole('link', { name: 'Notes' }).click()
    await expect.poll(() => page.getByRole('main').innerText()).toContain('seen by hand')
    await page.getByRole('link', { name: 'Diff' }).click()
    await page.getByText('There is no other run in this page.').waitFor()
    expect(statSync(file).size).toBeLessThan(MOST_BYTES)
  })

  it('say so where a page came over in part only', async () => {
    const whole = readFileSync(join(folder.path, 'captured.html'), 'utf8')
    const cut = join(folder.path, 'cut.html')
    writeFileSync(cut, whole.replace(/(id="still">[^<]{1000})[^<]*/, '$1'))
    const page = await openFile(cut)
    await page.getByText('This page is not whole, and can not be shown.').waitFor()
    writeFileSync(cut, whole.slice(0, 300_000))
    await page.reload()
    await page.getByText('Where this stays, the page did not come over whole.').waitFor()
    expect(await page.getByRole('heading').count()).toBe(0)
  })

  it('show runs side by side, each against the baseline, and lead to each of them and back', async () => {
    const file = await exportFrom(`/compare?runs=${compared.join(',')}&base=${compared[0]}`, 'compared.html')
    const page = await openFile(file)
    await page.getByRole('heading', { name: '5 runs compared' }).waitFor()
    const table = page.getByRole('region', { name: 'Side by side' })
    await expect.poll(() => table.innerText()).toContain('+0.2, +40 %')
    await page.getByRole('img', { name: 'val/loss: 5 curves' }).waitFor()
    await expect.poll(() => page.evaluate(inkOf('val/loss'))).toBeGreaterThan(500)
    await page.getByRole('combobox', { name: 'Values of metrics' }).selectOption('first')
    await expect.poll(() => table.innerText()).toMatch(/val\/loss\s+1\s+2\s/)
    await table.getByRole('link', { name: 'run 2' }).click()
    await page.getByRole('heading', { name: 'run 2' }).waitFor()
    await page.getByRole('link', { name: 'Comparison' }).click()
    await page.getByRole('heading', { name: '5 runs compared' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: '5 runs compared' }).waitFor()
  })

  it('run nothing that a run holds', async () => {
    const page = await openFile(join(folder.path, 'compared.html'))
    await page.getByRole('link', { name: HOSTILE }).click()
    await page.getByRole('heading', { name: HOSTILE }).waitFor()
    for (const tab of tabs) {
      await goTo(page, `/r/${compared[4]}/${tab}`)
      await page.getByRole('navigation', { name: 'Of this run' }).locator('[aria-current="page"]').waitFor()
    }
    await expect.poll(() => page.getByRole('main').innerText()).toContain('onerror')
    await goTo(page, `/r/${compared[4]}/files?path=${encodeURIComponent('notes "1" 👾.txt')}`)
    await expect.poll(() => page.getByRole('main').innerText()).toContain(HOSTILE)
    expect(await page.evaluate('window.isTakenOver')).toBeUndefined()
  })

  it('let nobody change anything, and lead nowhere else', async () => {
    const page = await openFile(join(folder.path, 'compared.html'))
    await page.getByRole('link', { name: 'run 1' }).first().click()
    await page.getByRole('heading', { name: 'run 1' }).waitFor()
    for (const tab of ['overview', 'notes']) {
      await goTo(page, `/r/${compared[1]}/${tab}`)
      await page.getByRole('navigation', { name: 'Of this run' }).waitFor()
      expect(await page.getByRole('button', { name: /edit|delete|add|rename|share|what can be done/i }).count()).toBe(0)
    }
    const addresses = await page.getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
    expect(addresses.filter((address) => !/#\/(?:r\/[0-9a-f]{32}\/\w+|compare\?)|^#content$/.test(address))).toEqual([])
  })

  it('say of logs and files that they are not whole', async () => {
    const page = await openFile(join(folder.path, 'compared.html'))
    await goTo(page, `/r/${compared[4]}/logs`)
    await expect.poll(() => page.getByRole('main').innerText()).toContain('the end of it')
    await goTo(page, `/r/${compared[4]}/files?path=large.txt`)
    await expect.poll(() => page.getByRole('main').innerText()).toContain('was left out when this page was made')
  })

  it('hold nothing of other runs', () => {
    const page = readFileSync(join(folder.path, 'compared.html'), 'utf8')
    const text = page + dataOfPage(page)
    expect([other, 'plugh-xyzzy', 'hunter2', captured, new URL(open.url).host].filter((secret) => text.includes(secret))).toEqual([])
    expect(compared.filter((id) => !text.includes(id))).toEqual([])
  })

  it('are the same bytes but for their date', async () => {
    const ask = async () => (await fetch(`${open.url}/api/reprise/1/stills?run_ids=${compared[3]}`)).text()
    const [first, second] = [dataOfPage(await ask()), dataOfPage(await ask())]
    expect(first).toContain(compared[3])
    expect(second.replace(/"made":\d+/, '')).toBe(first.replace(/"made":\d+/, ''))
  })

  it('have the metrics that were asked for, and say so', async () => {
    const answer = await fetch(`${open.url}/api/reprise/1/stills?run_ids=${compared[3]}&metrics=val/*&metrics=long`)
    expect(answer.headers.get('content-disposition')).toContain(`run-${compared[3]}.html`)
    const still = parseStill(new TextEncoder().encode(dataOfPage(await answer.text())))
    expect(still.series.map(({ key }) => key)).toEqual(['long', 'val/acc', 'val/loss'])
    expect(still.runs[0]?.data?.metrics.map(({ key }) => key).toSorted()).toEqual(['long', 'val/acc', 'val/loss'])
    expect(still.left_out).toEqual(['Of the metrics only those were asked for whose names are like val/*, long.'])
    const [long] = still.series
    expect(long?.points).toBeUndefined()
    const { count } = unpackBuckets(long?.by_step as StillBuckets, still.axes)
    expect(count.reduce<number>((sum, one) => sum + Number(one), 0)).toBe(3_000)
  })

  it.each([
    ['', 400, "Missing value for required parameter 'run_ids'"],
    [`run_ids=${'f'.repeat(32)}`, 404, 'not found'],
    [`${Array.from({ length: 51 }, (_, at) => `run_ids=${at}`).join('&')}`, 400, 'at most 50 runs'],
  ])('are refused in words: ?%.20s', async (query, status, message) => {
    const answer = await fetch(`${open.url}/api/reprise/1/stills?${query}`)
    expect(answer.status).toBe(status)
    expect((await answer.json()) as object).toMatchObject({ message: expect.stringContaining(message) })
  })

  it('are written by a command too, over nothing that is there unless told so', async () => {
    const place = { cwd: folder.path, env: { REPRISE_TRACKING_URI: open.url } }
    const [id = ''] = compared
    const written = JSON.parse(await results(['runs', 'export', id.slice(0, 8), '-o', 'by-hand.html', '--json'], place)) as { size: number }
    expect(written).toMatchObject({ file: 'by-hand.html', runs: [id], size: statSync(join(folder.path, 'by-hand.html')).size })
    const refused = await reprise(['runs', 'export', id, '-o', 'by-hand.html'], place)
    expect(refused.stderr).toContain('by-hand.html is there already.')
    expect(await results(['runs', 'export', ...compared, '-o', 'by-hand.html', '--force', '--baseline', id], place)).toContain(
      'by-hand.html',
    )
    const page = await openFile(join(folder.path, 'by-hand.html'))
    await page.getByRole('heading', { name: '5 runs compared' }).waitFor()
    expect(existsSync(join(folder.path, 'nothing.html'))).toBe(false)
    await reprise(['runs', 'export', 'f'.repeat(32), '-o', 'nothing.html'], place)
    expect(existsSync(join(folder.path, 'nothing.html'))).toBe(false)
  })

  describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
    it('have no violation that axe finds', async () => {
      const page = await openFile(join(folder.path, 'captured.html'), theme)
      const found: string[] = []
      // Tabs look alike by night if they do by day; axe takes a second for each.
      for (const tab of theme === 'light' ? tabs : ['metrics', 'files', 'repro']) {
        await goTo(page, `/r/${captured}/${tab}`)
        await page.getByRole('navigation', { name: 'Of this run' }).locator('[aria-current="page"]').waitFor()
        found.push(...(await violationsOf(page, tab)))
      }
      const comparison = await openFile(join(folder.path, 'compared.html'), theme)
      await comparison.getByRole('img', { name: 'val/loss: 5 curves' }).waitFor()
      found.push(...(await violationsOf(comparison, 'compare')))
      expect(found).toEqual([])
    })
  })

  it('asked nobody for anything, and reported no error', () => {
    expect(asked.filter((url) => !/^(?:file:.*\.html(?:#.*)?$|blob:|data:)/.test(url))).toEqual([])
    expect(open.browser.problems).toEqual([])
  })
})

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

async function violationsOf(page: Page, where: string): Promise<string[]> {
  await page.evaluate(axeScript)
  const { violations } = (await page.evaluate('axe.run()')) as { violations: readonly Violation[] }
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${where} ${id}: ${html} ${failureSummary}`))
}

/** A command with changes that were not committed, that was done again and came out otherwise. */
async function captureRun(work: string, url: string): Promise<string> {
  mkdirSync(work)
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=ada', '-c', 'user.email=ada@example.org', ...args], { cwd: work })
  const program = `import { writeFileSync } from 'node:fs'\nwriteFileSync('result.json', JSON.stringify({ loss: Math.random() }))\n`
  writeFileSync(join(work, 'train.mjs'), program)
  git('init', '-q')
  git('add', '.')
  git('commit', '-qm', 'First')
  writeFileSync(join(work, 'train.mjs'), `${program}console.log('working hard')\n`)
  const place = { cwd: work, env: { REPRISE_TRACKING_URI: url } }
  const output = await results(['run', '--print-id', '--name', 'captured run', '--', 'node', 'train.mjs'], place)
  const id = /[0-9a-f]{32}/.exec(output.trim().split('\n').at(-1) ?? '')?.[0] ?? ''
  const points = Array.from({ length: 100 }, (_, step) => ['--metric', `loss=${1 / (step + 1)}@${step}`]).flat()
  await results(['runs', 'log', id, '--param', 'depth=3', '--tag', 'mlflow.note.content=seen by hand', ...points], place)
  expect((await reprise(['reproduce', id], place)).stdout).toContain('DIVERGED')
  return id
}
