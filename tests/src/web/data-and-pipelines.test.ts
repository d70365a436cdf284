import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { results } from '../e2e/reprise.ts'
import { logRun } from './log-runs.ts'
import { chromium, newExperiment, openInterface, type OpenInterface } from './open-interface.ts'

const pipeline = `stages:
  clean:
    cmd: cp raw.csv clean.csv
    deps: [raw.csv]
    outs: [clean.csv]
  train:
    cmd: >-
      echo '{"accuracy": 0.75}' > scores.json
    deps: [clean.csv]
    metrics: [scores.json]
`

describe.skipIf(chromium.missing)(`data and pipelines in a browser${chromium.note}`, () => {
  let open: OpenInterface
  let folder: TemporaryFolder
  let surroundings: { cwd: string; env: Record<string, string> }
  beforeAll(async () => {
    open = await openInterface()
    folder = await createTemporaryFolder('pipeline')
    const cwd = join(folder.path, 'spirals')
    mkdirSync(cwd)
    writeFileSync(join(cwd, 'dvc.yaml'), pipeline)
    writeFileSync(join(cwd, 'raw.csv'), 'x,y\n1,2\n')
    surroundings = { cwd, env: { REPRISE_TRACKING_URI: open.url } }
    await results(['init', '--no-scm'], surroundings)
    await results(['repro'], surroundings)
  })
  afterAll(async () => {
    await open.close()
    await folder.remove()
  })

  it('draws the stages of a pipeline, and says which are stale and why', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/pipelines`)
    await page.getByRole('link', { name: 'spirals' }).click()
    const stages = page.getByRole('region', { name: 'Stages' })
    await expect.poll(() => stages.innerText()).toMatch(/clean\s+up to date\s+train\s+up to date/)
    await expect.poll(() => page.getByRole('region', { name: 'scores.json' }).innerText()).toMatch(/accuracy\s+0\.75/)
    appendFileSync(join(surroundings.cwd, 'raw.csv'), '3,4\n')
    await results(['pipeline', 'publish'], surroundings)
    await page.reload()
    await expect.poll(() => stages.innerText()).toMatch(/clean\s+stale\s+train\s+waits for others/)
    await expect.poll(() => page.getByRole('row', { name: /^clean/ }).innerText()).toContain('raw.csv modified')
  })

  it('shows an earlier state of a pipeline', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/pipelines/spirals`)
    const stages = page.getByRole('region', { name: 'Stages' })
    await expect.poll(() => stages.innerText()).toContain('stale')
    const earlier = await page.getByRole('combobox', { name: 'State' }).locator('option').nth(1).getAttribute('value')
    await page.getByRole('combobox', { name: 'State' }).selectOption(earlier)
    await expect.poll(() => stages.innerText()).not.toContain('stale')
    await page.reload()
    await expect.poll(() => stages.innerText()).toMatch(/clean\s+up to date/)
  })

  it('finds data by name, joined by content, with the runs that made and read it', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/data`)
    // A copy is the same data under another name.
    const row = page.getByRole('row', { name: /raw\.csv/ })
    await expect.poll(() => row.innerText()).toContain('clean.csv')
    await page.getByRole('searchbox', { name: 'Search data' }).fill('nothing of that name')
    await page.getByText('No data has such a name').waitFor()
    await page.getByRole('searchbox', { name: 'Search data' }).fill('raw')
    await row.getByRole('link').first().click()
    await expect.poll(() => page.getByRole('region', { name: 'Read by' }).innerText()).toMatch(/train[\s\S]*clean|clean[\s\S]*train/)
    await expect.poll(() => page.getByRole('region', { name: 'Made by' }).innerText()).toContain('clean')
    await expect.poll(() => page.getByRole('region', { name: 'About' }).innerText()).toContain('8 bytes')
  })

  it('opens the manifest of a folder', async () => {
    mkdirSync(join(folder.path, 'images'))
    for (const name of ['a.png', 'b.png']) writeFileSync(join(folder.path, 'images', name), name)
    const experiment = await newExperiment(open.client, 'photographs')
    const run = await logRun(open.client, experiment, { name: 'counted' })
    await results(['manifest', 'create', 'images', '--run', run], { ...surroundings, cwd: folder.path })
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/data`)
    const manifests = page.getByRole('region', { name: 'Manifests' })
    await manifests.getByRole('link', { name: /images$/ }).click()
    const files = page.getByRole('region', { name: 'Files' })
    await expect.poll(() => files.innerText()).toContain('b.png')
    await page.getByRole('searchbox', { name: 'Search files' }).fill('a.')
    await expect.poll(() => files.innerText()).not.toContain('b.png')
  })

  it('has reported no error in the console', () => {
    expect(open.browser.problems).toEqual([])
  })
})
