import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { axeScript, createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { results } from '../e2e/reprise.ts'
import { logRun } from './log-runs.ts'
import { chromium, newExperiment, openInterface, type OpenInterface, type Page } from './open-interface.ts'

const program = (rate: string) => `import { readFileSync, writeFileSync } from 'node:fs'

/** Trains with a rate. */
function train(rate) {
  const text = readFileSync('data.csv', 'utf8')
  return text.length * rate
}

console.log('result', train(${rate}))
writeFileSync('result.json', JSON.stringify({ loss: train(${rate}) }))
`
/** Pictures of one pixel. */
const pictures = ['8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==', 'NkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='].map((end) =>
  Buffer.from(`iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP${end}`, 'base64'),
)

describe.skipIf(chromium.missing)(`the difference of two runs${chromium.note}`, () => {
  let open: OpenInterface
  let folder: TemporaryFolder
  let work: string
  let first: string
  let second: string
  const run = async (env: Record<string, string>) => {
    const output = await results(['run', '--print-id', '--', 'node', 'train.mjs'], {
      cwd: work,
      env: { REPRISE_TRACKING_URI: open.url, ...env },
    })
    return /[0-9a-f]{32}/.exec(output.trim().split('\n').at(-1) ?? '')?.[0] ?? ''
  }
  beforeAll(async () => {
    open = await openInterface()
    folder = await createTemporaryFolder('diffs')
    work = join(folder.path, 'work')
    mkdirSync(work)
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=ada', '-c', 'user.email=ada@example.org', ...args], { cwd: work })
    git('init', '-q')
    writeFileSync(join(work, 'train.mjs'), program('0.1'))
    writeFileSync(join(work, 'README.md'), '# Training\n')
    writeFileSync(join(work, '.gitignore'), 'data.csv\nresult.json\n')
    writeFileSync(join(work, 'data.csv'), 'a,b\n')
    git('add', '.')
    git('commit', '-qm', 'one')
    first = await run({ OMP_NUM_THREADS: '1' })
    writeFileSync(join(work, 'train.mjs'), program('0.25'))
    writeFileSync(join(work, 'extra.mjs'), 'export const extra = 1\n')
    writeFileSync(join(work, 'data.csv'), 'a,b\n1,2\n')
    second = await run({ OMP_NUM_THREADS: '4' })
    for (const [at, id] of [first, second].entries()) {
      await open.client.logBatch({
        run_id: id,
        params: [
          { key: 'rate', value: String(at) },
          { key: 'same', value: 'x' },
        ],
        metrics: [{ key: 'loss', value: 2 - at, step: 0, timestamp: 1 }],
      })
      const uri = (await open.client.getRun({ run_id: id })).run.info.artifact_uri ?? ''
      await open.client.uploadArtifact(uri, 'plot.png', pictures[at] ?? new Uint8Array())
      await open.client.updateRun({ run_id: id, run_name: at === 0 ? 'before' : 'after' })
    }
  })
  afterAll(async () => {
    await open.close()
    await folder.remove()
  })

  const openDiff = async (part: string, options = {}): Promise<Page> => {
    const page = await open.browser.newPage(options)
    await page.goto(`${open.url}/r/${second}/diff?with=${first}&part=${part}`)
    await page.getByRole('tab', { name: 'Params and metrics' }).waitFor()
    return page
  }
  const main = (page: Page) => page.locator('main').innerText()

  it('is found from the page of a run by the name of the other, and keeps its address', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/r/${second}/diff`)
    await page.getByRole('searchbox', { name: 'Against which run' }).fill('befo')
    await page.getByRole('button', { name: /before/ }).click()
    await expect.poll(() => page.url()).toContain(`with=${first}`)
    const params = page.getByRole('region', { name: 'Params' })
    await expect.poll(() => params.innerText()).toMatch(/rate\s+0\s+1/)
    expect(await params.innerText()).not.toContain('same\tx')
    await expect.poll(() => page.getByRole('region', { name: 'Metrics' }).innerText()).toMatch(/loss\s+2\s+1\s+−1, −50 %/)
    await page.reload()
    await expect.poll(() => params.innerText()).toMatch(/rate\s+0\s+1/)
    await page.getByRole('link', { name: 'Swap' }).click()
    await expect.poll(() => params.innerText()).toMatch(/rate\s+1\s+0/)
  })

  it('shows which files of the code changed, and which words in them', async () => {
    const page = await openDiff('code')
    const files = page.getByRole('region', { name: 'Files of the code' })
    await expect.poll(() => files.getByRole('link').allInnerTexts()).toEqual(['+\nextra.mjs', '±\ntrain.mjs'])
    await page.getByText('+2').waitFor()
    const shown = page.getByRole('region', { name: 'Difference of train.mjs' })
    await expect.poll(() => shown.innerText()).toContain('lines that are the same')
    await expect.poll(() => shown.locator('b').allInnerTexts()).toEqual(['1', '1', '25', '25'])
    await page.getByLabel('Side by side').check()
    await expect.poll(() => page.url()).toContain('side=true')
    await expect.poll(() => shown.locator('b').allInnerTexts()).toEqual(['1', '25', '1', '25'])
    await shown.getByRole('button', { name: /lines that are the same/ }).click()
    await shown.getByText('Trains with a rate').first().waitFor()
    await page.getByRole('link', { name: 'extra.mjs' }).click()
    await page.getByText('+1').waitFor()
    await page.getByLabel('the same').check()
    await page.getByRole('link', { name: 'README.md' }).click()
    await page.getByText('Both are the same.').waitFor()
  })

  it('shows what of the environment and of the data differs', async () => {
    const page = await openDiff('environment')
    await expect.poll(() => main(page)).toMatch(/OMP_NUM_THREADS.*\s+1\s+4/)
    await page.getByRole('tab', { name: 'Data' }).click()
    await expect
      .poll(() => page.getByRole('region', { name: 'Files that were read' }).innerText())
      .toMatch(/data\.csv\s+[0-9a-f]{12}\s+[0-9a-f]{12}/)
  })

  it('shows what was printed line by line, and pictures beside each other', async () => {
    const page = await openDiff('logs')
    await expect
      .poll(() => page.getByRole('region', { name: 'Difference of logs/stdout.txt' }).innerText())
      .toMatch(/−\s*result[^]*\+\s*result/)
    await page.getByRole('tab', { name: 'Files' }).click()
    await page.getByRole('link', { name: 'plot.png' }).click()
    for (const name of ['before', 'after'])
      await expect
        .poll(() =>
          page.getByAltText(`plot.png of ${name}`).evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
        )
        .toBe(1)
  })

  it('is reached from a comparison', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/compare?runs=${first},${second}&base=${first}`)
    await page.getByRole('link', { name: 'Diff of code, logs and files' }).first().click()
    await expect.poll(() => page.url()).toContain(`/r/${second}/diff?with=${first}`)
  })

  it('is in a file of both runs too, without a server', async () => {
    const answer = await fetch(`${open.url}/api/reprise/1/stills?run_ids=${first}&run_ids=${second}&baseline=${first}`)
    const file = join(folder.path, 'both.html')
    writeFileSync(file, await answer.text())
    const page = await open.browser.newPage({ offline: true })
    await page.goto(pathToFileURL(file).href)
    await page.getByRole('link', { name: 'Diff of code, logs and files' }).first().click()
    await expect.poll(() => page.getByRole('region', { name: 'Params' }).innerText()).toMatch(/rate\s+0\s+1/)
    await page.getByRole('tab', { name: 'Code' }).click()
    await expect
      .poll(() => page.getByRole('region', { name: 'Files of the code' }).getByRole('link').allInnerTexts())
      .toEqual(['+\nextra.mjs', '±\ntrain.mjs'])
    await expect
      .poll(() => page.getByRole('region', { name: 'Difference of train.mjs' }).locator('b').allInnerTexts())
      .toEqual(['1', '1', '25', '25'])
    await page.getByRole('tab', { name: 'Environment' }).click()
    await expect.poll(() => main(page)).toMatch(/OMP_NUM_THREADS.*\s+1\s+4/)
    await page.getByRole('tab', { name: 'Logs' }).click()
    await page.getByRole('region', { name: 'Difference of logs/stdout.txt' }).waitFor()
    await page.getByRole('link', { name: 'Swap' }).click()
    await expect.poll(() => page.url()).toContain(`#/r/${first}/diff?with=${second}`)
    await page.getByRole('combobox', { name: 'Another run' }).selectOption({ label: `after · ${second.slice(0, 8)}` })
    await page.getByRole('region', { name: 'Difference of logs/stdout.txt' }).waitFor()
  })

  it('says of runs of other clients what is not known of them', async () => {
    const experiment = await newExperiment(open.client, 'others')
    const other = await logRun(open.client, experiment, {
      name: 'other',
      tags: { 'mlflow.source.git.commit': 'abc', 'mlflow.source.name': 'train.py' },
    })
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/r/${other}/diff?with=${first}&part=code`)
    await page.getByText('other was not captured').waitFor()
    await page.goto(`${open.url}/r/${other}/code`)
    await expect.poll(() => main(page)).toContain('train.py')
  })

  it('shows the code of a run, file by file, in colours, and what was not committed', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/r/${second}/code`)
    await page.getByRole('heading', { name: 'Not committed' }).waitFor()
    await page.getByText('+export const extra = 1').waitFor()
    await page.getByRole('button', { name: 'train.mjs' }).click()
    await page.getByText('Trains with a rate').waitFor()
    await expect.poll(() => page.url()).toContain('path=train.mjs')
  })

  it.each(['light', 'dark'] as const)('has no violation that axe finds, in the %s theme', async (colorScheme) => {
    const found: string[] = []
    for (const part of ['values', 'code', 'environment', 'data', 'files']) {
      const page = await openDiff(part, { colorScheme, bypassCSP: true })
      await expect.poll(() => page.locator('main [aria-busy="true"]').count()).toBe(0)
      await page.evaluate(axeScript)
      const { violations } = (await page.evaluate('axe.run()')) as { violations: { id: string; nodes: { html: string }[] }[] }
      found.push(...violations.map(({ id, nodes }) => `${part} ${id}: ${nodes.map(({ html }) => html).join(' ')}`))
      await page.close()
    }
    expect(found).toEqual([])
  })

  it('has reported no error in the console', () => {
    expect(open.browser.problems).toEqual([])
  })
})
