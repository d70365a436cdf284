import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reprise, results } from '../e2e/reprise.ts'
import { chromium, openInterface, type OpenInterface } from './open-interface.ts'

/** Writes a number that is another at every run. */
const program = `import { writeFileSync } from 'node:fs'
console.log('working')
writeFileSync('result.json', JSON.stringify({ loss: Math.random() }))
`

describe.skipIf(chromium.missing)(`a captured run in a browser${chromium.note}`, () => {
  let open: OpenInterface
  let folder: TemporaryFolder
  let run: string
  beforeAll(async () => {
    open = await openInterface()
    folder = await createTemporaryFolder('captured')
    const work = join(folder.path, 'work')
    mkdirSync(work)
    writeFileSync(join(work, 'train.mjs'), program)
    const surroundings = { cwd: work, env: { REPRISE_TRACKING_URI: open.url } }
    const output = await results(['run', '--print-id', '--', 'node', 'train.mjs'], surroundings)
    run = /[0-9a-f]{32}/.exec(output.trim().split('\n').at(-1) ?? '')?.[0] ?? ''
    expect((await reprise(['reproduce', run], surroundings)).stdout).toContain('DIVERGED')
  })
  afterAll(async () => {
    await open.close()
    await folder.remove()
  })

  it('shows the verdict, its causes and results, the attempts, what it was made of, and how to run it again', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/r/${run}/repro`)
    const verdict = page.getByRole('region', { name: 'Verdict' })
    await expect.poll(() => verdict.innerText()).toContain('Diverged')
    await expect.poll(() => verdict.innerText()).toContain('result.json')
    await expect.poll(() => verdict.getByRole('listitem').first().innerText()).toMatch(/suspected|confirmed/)
    await expect.poll(() => page.getByRole('region', { name: 'Run it again' }).innerText()).toContain(`reprise reproduce ${run}`)
    const judged = page.getByRole('region', { name: 'Results' })
    await expect.poll(() => judged.getByRole('row', { name: /result\.json/ }).innerText()).toContain('differ')
    expect(await judged.getByRole('row', { name: /python_version|platform_system/ }).count()).toBe(0)
    await judged.getByRole('button', { name: /^Show \d+ that were not judged/ }).click()
    await expect.poll(() => judged.getByRole('row', { name: /not judged/ }).count()).toBeGreaterThan(0)
    await expect.poll(() => page.getByRole('region', { name: 'Attempts' }).innerText()).toContain('Diverged')
    await expect.poll(() => page.getByRole('region', { name: 'Made of' }).innerText()).toContain('node')
  })

  it('shows the command and what it printed', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/r/${run}/code`)
    await expect.poll(() => page.getByRole('region', { name: 'Code', exact: true }).innerText()).toContain('node train.mjs')
    await page.goto(`${open.url}/r/${run}/logs`)
    await expect.poll(() => page.getByRole('region', { name: 'Log', exact: true }).innerText()).toContain('working')
  })

  it('has reported no error in the console', () => {
    expect(open.browser.problems).toEqual([])
  })
})
