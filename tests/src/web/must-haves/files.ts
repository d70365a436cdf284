import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { results } from '../../e2e/reprise.ts'
import type { Setting } from './setting.ts'

/** Must-haves of files and code. `setting` is opened before the tests run. */
export function describeFiles(setting: () => Setting): void {
  let open: Setting
  let folder: TemporaryFolder
  beforeAll(async () => {
    open = setting()
    folder = await createTemporaryFolder('captured')
  })
  afterAll(() => folder.remove())

  it('13. code, environment and data of any two runs, and logs that follow', async () => {
    const work = join(folder.path, 'work')
    mkdirSync(work)
    writeFileSync(join(work, 'data.txt'), '1\n')
    const surroundings = { cwd: work, env: { REPRISE_TRACKING_URI: open.url, OMP_NUM_THREADS: '1' } }
    const run = async (rate: string, env: Record<string, string>) => {
      writeFileSync(
        join(work, 'train.mjs'),
        `import { readFileSync } from 'node:fs'\nconst rate = ${rate}\nconsole.log(rate, readFileSync('data.txt', 'utf8'))\n`,
      )
      const printed = await results(['run', '--print-id', '--', 'node', 'train.mjs'], { cwd: work, env: { ...surroundings.env, ...env } })
      return /[0-9a-f]{32}/.exec(printed.trim().split('\n').at(-1) ?? '')?.[0] ?? ''
    }
    const first = await run('0.1', {})
    writeFileSync(join(work, 'data.txt'), '2\n')
    const second = await run('0.2', { OMP_NUM_THREADS: '2' })
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/compare?runs=${first},${second}`)
    for (const what of ['train.mjs', 'OMP_NUM_THREADS', 'data.txt']) await page.getByText(what).first().waitFor()
    await page.goto(`${open.url}/r/${second}/logs`)
    await expect.poll(() => page.getByLabel('Log', { exact: true }).first().innerText()).toContain('0.2')
  })

  it.each([
    ['notes.txt', /second line/],
    ['config.json', /ünïcode/],
    ['table.csv', /x\s+y[\s\S]*3\s+4/],
    ['scores.parquet', /name\s+[\s\S]*ada[\s\S]*0\.75/],
    ['arrays.npz', /weights[\s\S]*2 rows × 3 columns/],
    ['answers.json', /question[\s\S]*b\?/],
  ])('14. looks into %s', async (name, content) => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/r/${open.ids['with files']}/files?path=${name}`)
    await expect.poll(() => page.getByRole('region', { name, exact: true }).first().innerText()).toMatch(content)
  })

  it('14. looks at images, listens to sounds, and shows HTML without its scripts', async () => {
    const page = await open.browser.newPage()
    const files = `${open.url}/r/${open.ids['with files']}/files?path=`
    await page.goto(`${files}grey.png`)
    // It says so once the picture is there.
    await page.getByText('20 × 20 pixels').waitFor()
    await page.goto(`${files}tone.wav`)
    await expect
      .poll(() => page.locator('audio').evaluate((sound) => (sound as unknown as { duration: number }).duration))
      .toBeCloseTo(0.1, 2)
    await page.goto(`${files}report.html`)
    await page.frameLocator('iframe').getByRole('heading', { name: 'Report' }).waitFor()
    expect(await page.title()).not.toContain('taken over')
  })
}
