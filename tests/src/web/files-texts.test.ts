import { axeScript } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logRun } from './log-runs.ts'
import { chromium, newExperiment, openInterface, type OpenInterface, type Page } from './open-interface.ts'

const WESTERN = 'It is not UTF-8: it is read as Windows-1252, which holds Latin-1.'
const latin = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
const utf16 = (text: string) => Uint8Array.from(Buffer.from(`\ufeff${text}`, 'utf16le'))

// Runs in the page, of whose types tests know nothing.
const readColour = (span: unknown) =>
  (globalThis as unknown as { getComputedStyle: (of: unknown) => { color: string } }).getComputedStyle(span).color

const files = {
  'latin/people.csv': latin('name,city\nRen\xe9,Z\xfcrich\nZo\xeb,\x80uro\n'),
  'latin/late.csv': latin(`n,name\n${Array.from({ length: 3_000 }, (_, row) => `${row},plain\n`).join('')}3000,Ren\xe9\n`),
  'latin/notes.txt': latin('Se\xf1or caf\xe9'),
  'latin/about.md': latin('# \xdcber uns\n'),
  'utf16/people.csv': utf16('name,city\nRené,Zürich\n'),
  'utf16/notes.txt': utf16('Señor café'),
  'utf8.txt': new TextEncoder().encode('Señor café'),
  'train.out': new TextEncoder().encode('start\n\u001b[31mit failed\u001b[0m here\n10 %\r55 %\r100 %\nEpoch \u001b[1m1\u001b[0m done\n'),
  'bytes.log': Uint8Array.from({ length: 256 }, (_, at) => 200 - at),
}

describe.skipIf(chromium.missing)(`texts of a run${chromium.note}`, () => {
  let open: OpenInterface
  let run: string
  beforeAll(async () => {
    open = await openInterface()
    run = await logRun(open.client, await newExperiment(open.client, 'texts'), { name: 'texts' })
    const uri = (await open.client.getRun({ run_id: run })).run.info.artifact_uri ?? ''
    for (const [path, bytes] of Object.entries(files)) await open.client.uploadArtifact(uri, path, bytes)
  })
  afterAll(() => open.close())

  const look = async (path: keyof typeof files, options = {}): Promise<Page> => {
    const page = await open.browser.newPage(options)
    await page.goto(`${open.url}/r/${run}/files?path=${encodeURIComponent(path)}`)
    await page.getByRole('heading', { name: path.slice(path.lastIndexOf('/') + 1), exact: true }).waitFor()
    return page
  }
  const textOf = (page: Page): Promise<string> => page.locator('section').last().innerText()

  it.each([
    ['latin/people.csv', WESTERN, ['René', 'Zürich', 'Zoë', '€uro']],
    ['latin/notes.txt', WESTERN, ['Señor café']],
    ['latin/about.md', WESTERN, ['Über uns']],
    ['utf16/people.csv', 'It is UTF-16.', ['René', 'Zürich']],
    ['utf16/notes.txt', 'It is UTF-16.', ['Señor café']],
  ] as const)('are shown in the encoding they have, and that is said: %s', async (path, note, parts) => {
    const page = await look(path)
    await page.getByText(note).waitFor()
    for (const part of parts) await expect.poll(() => textOf(page)).toContain(part)
    await page.close()
  })

  it('are known by what comes late in them, too', async () => {
    const page = await look('latin/late.csv')
    await page.getByText(WESTERN).waitFor()
    await page.getByRole('table').evaluate((table) => table.scrollTo(0, 1e6))
    await expect.poll(() => textOf(page)).toContain('René')
    await page.close()
  })

  it('of UTF-8 are shown without a word', async () => {
    const page = await look('utf8.txt')
    await expect.poll(() => textOf(page)).toContain('Señor café')
    expect(await textOf(page)).not.toMatch(/UTF|Windows/)
    await page.close()
  })

  it('that were written to a terminal look as there, are searched as they look, and can be seen as they are', async () => {
    const page = await look('train.out')
    const red = page.getByText('it failed', { exact: true })
    await expect.poll(() => red.evaluate(readColour)).toBe('rgb(180, 35, 44)')
    await expect.poll(() => textOf(page)).toMatch(/it failed here\s+3\s+100 %\s+4\s+Epoch 1 done/)
    await page.getByRole('searchbox', { name: 'Search in this file' }).fill('failed here')
    await expect.poll(() => textOf(page)).toContain('1 of 1')
    await page.getByLabel('As in a terminal').uncheck()
    await expect.poll(() => textOf(page)).toContain('[31mit failed')
    await expect.poll(() => textOf(page)).toContain('55 %')
    await page.close()
  })

  it('that are none are not taken for one, whatever their name', async () => {
    const page = await look('bytes.log')
    await page.getByText('It is not text.').waitFor()
    await page.close()
  })

  it.each(['light', 'dark'] as const)('have no violation that axe finds, in the %s theme', async (colorScheme) => {
    const found: string[] = []
    for (const path of ['latin/people.csv', 'train.out'] as const) {
      const page = await look(path, { colorScheme, bypassCSP: true })
      await expect.poll(() => page.locator('main [aria-busy="true"]').count()).toBe(0)
      await page.evaluate(axeScript)
      const { violations } = (await page.evaluate('axe.run()')) as { violations: { id: string; nodes: { html: string }[] }[] }
      found.push(...violations.map(({ id, nodes }) => `${path} ${id}: ${nodes.map(({ html }) => html).join(' ')}`))
      await page.close()
    }
    expect(found).toEqual([])
  })

  it('are read without an error in the console', () => {
    expect(open.browser.problems).toEqual([])
  })
})
