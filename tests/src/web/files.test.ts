import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { axeScript, ensurePython, pythonSets, requirePart } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromium, openInterface, type OpenInterface, type Page } from './open-interface.ts'

const mlflow = await ensurePython(pythonSets['mlflow-3'])
const python = requirePart('mlflow-3', mlflow)
const runProgram = promisify(execFile)
const ODD = 'odd #1 %20/100% ?&= ü 😀 #2.txt'

// These run in the page, of whose types tests know nothing.
type Element = unknown
const readColour = (span: Element) =>
  (globalThis as unknown as { getComputedStyle: (of: Element) => { color: string } }).getComputedStyle(span).color
const readWidth = (image: Element) => (image as { naturalWidth: number }).naturalWidth
const readSound = (sound: Element) => {
  const { duration, currentTime } = sound as { duration: number; currentTime: number }
  return { duration, at: currentTime }
}
const seekTo = (sound: Element, seconds: number) => {
  ;(sound as { currentTime: number }).currentTime = seconds
}
const readCorners = (canvas: Element) => {
  type Drawing = { getImageData: (x: number, y: number, width: 1, height: 1) => { data: Iterable<number> } }
  const drawing = (canvas as { getContext: (kind: '2d') => Drawing }).getContext('2d')
  return [drawing.getImageData(0, 0, 1, 1), drawing.getImageData(59, 39, 1, 1)].map(({ data }) => [...data])
}

describe.skipIf(chromium.missing || python.missing)(`files of a run${chromium.note}${python.note}`, () => {
  let open: OpenInterface
  let run: string
  let uri: string
  beforeAll(async () => {
    open = await openInterface()
    if (mlflow.reason !== undefined) throw new Error(mlflow.reason)
    const env = { ...process.env, MPLBACKEND: 'agg' }
    const { stdout } = await runProgram(mlflow.python, [join(import.meta.dirname, 'log-files.py'), open.url], { env })
    run = /^[0-9a-f]{32}$/m.exec(stdout)?.[0] ?? ''
    uri = (await open.client.getRun({ run_id: run })).run.info.artifact_uri ?? ''
    await open.client.uploadArtifact(uri, ODD, new TextEncoder().encode('found it'))
  })
  afterAll(() => open.close())

  const look = async (path: string, options = {}): Promise<Page> => {
    const page = await open.browser.newPage(options)
    await page.goto(`${open.url}/r/${run}/files?path=${encodeURIComponent(path)}`)
    await page.getByRole('heading', { name: path.slice(path.lastIndexOf('/') + 1), exact: true }).waitFor()
    return page
  }
  /** What the page says of a file, in words. */
  const textOf = (page: Page): Promise<string> => page.locator('section').last().innerText()
  const expectText = async (path: string, ...parts: readonly string[]): Promise<Page> => {
    const page = await look(path)
    for (const part of parts) await expect.poll(() => textOf(page)).toContain(part)
    return page
  }
  const cellsOf = async (page: Page, row: number): Promise<string[]> => {
    const cells = page.locator(`[aria-rowindex="${row + 1}"] [role="cell"]`)
    await expect.poll(async () => (await cells.allInnerTexts()).filter((text) => text !== '…').length).toBeGreaterThan(0)
    return cells.allInnerTexts()
  }

  it('reads folders when they are opened, of thousands of files only those in view, and finds one', async () => {
    for (let at = 0; at < 1_500; at += 100) {
      const names = Array.from({ length: 100 }, (_, index) => `many/file-${String(at + index).padStart(4, '0')}.txt`)
      await Promise.all(names.map((name) => open.client.uploadArtifact(uri, name, new TextEncoder().encode(name))))
    }
    const page = await open.browser.newPage()
    const listed: string[] = []
    page.on('request', (request) => listed.push(new URL(request.url()).searchParams.get('path') ?? ''))
    await page.goto(`${open.url}/r/${run}/files`)
    await page.getByRole('button', { name: 'many/' }).waitFor()
    expect(listed.filter((path) => path.endsWith('/many'))).toEqual([])
    await page.getByRole('button', { name: 'many/' }).click()
    await page.getByRole('link', { name: 'file-0001.txt' }).waitFor()
    expect(await page.getByRole('listitem').count()).toBeLessThan(100)
    await page.getByRole('searchbox', { name: 'Search files' }).fill('file-1417')
    await page.getByRole('link', { name: 'file-1417.txt' }).click()
    await expect.poll(() => page.url()).toContain('path=many/file-1417.txt')
    await page.reload()
    await page.locator('[aria-current]', { hasText: 'file-1417.txt' }).waitFor()
    await expect.poll(() => textOf(page)).toContain('many/file-1417.txt')
  })

  it('opens a file of any name at its address', async () => {
    const page = await expectText(ODD, 'found it')
    await page.reload()
    await expect.poll(() => textOf(page)).toContain('found it')
    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download', exact: true }).click()
    expect((await downloading).suggestedFilename()).toBe('100% _&= ü 😀 #2.txt')
  })

  it('gives a folder away as an archive that Python unpacks', async () => {
    const page = await look('eval/table.json')
    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download parquet/ as an archive' }).click()
    const file = await (await downloading).path()
    const program =
      'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.testzip(), len(z.namelist()), z.getinfo("snappy.parquet").file_size)'
    if (mlflow.reason !== undefined) throw new Error(mlflow.reason)
    const { stdout } = await runProgram(mlflow.python, ['-c', program, file])
    expect(stdout).toMatch(/^None 9 \d{6}/)
    const all = await fetch(`${open.url}/api/reprise/1/artifacts/archive?run_id=${run}`)
    expect(Buffer.from(await all.arrayBuffer()).includes(Buffer.from(ODD))).toBe(true)
  })

  it('shows code in colours, with numbers and a search', async () => {
    const page = await look('texts/train.py')
    await page.getByText('"""Says <b>hello</b>."""').waitFor()
    const keyword = page.getByText('def', { exact: true })
    await expect.poll(() => keyword.evaluate(readColour)).toBe('rgb(43, 89, 195)')
    await page.getByRole('searchbox', { name: 'Search in this file' }).fill('RATE')
    await expect.poll(() => textOf(page)).toContain('1 of 2')
    await page.keyboard.press('Enter')
    await expect.poll(() => textOf(page)).toContain('2 of 2')
    await expect.poll(() => page.locator('mark').count()).toBe(2)
  })

  it('reads of a long text its beginning, says so, and more when asked', async () => {
    const page = await expectText('texts/long.txt', 'The first 256 KiB of', 'line 3')
    await page.getByRole('button', { name: 'Show more' }).click()
    await expect.poll(() => page.getByRole('button', { name: 'Show more' }).count()).toBe(0)
    await page.getByRole('searchbox', { name: 'Search in this file' }).fill('line 99999')
    await page.getByText('line 99999').waitFor()
  })

  it.each(['snappy', 'zstd', 'gzip', 'none', 'brotli', 'lz4'])('shows a Parquet table that pyarrow packed with %s', async (codec) => {
    const page = await look(`parquet/${codec}.parquet`, { viewport: { width: 2_400, height: 800 } })
    expect((await cellsOf(page, 2)).slice(0, 10)).toEqual([
      '9007199254740994',
      '0.5',
      'row 1',
      '0.01',
      '2024-05-06T07:08:09.000001',
      '2023-11-14T22:13:20.000000002',
      '2024-01-02',
      '["1","x"]',
      '{"a":1,"b":{"c":false}}',
      '0x01',
    ])
    expect((await cellsOf(page, 4))[2]).toBe('null')
    expect(await textOf(page)).toContain('10,000 rows × 10 columns, 3 row groups')
    if (codec !== 'zstd') return
    await page.getByRole('table').evaluate((table) => table.scrollTo(0, 26 * 7_000))
    expect((await cellsOf(page, 7_003))[2]).toBe('row 7002')
    await page.getByRole('searchbox', { name: 'Search for columns' }).fill('los')
    await expect.poll(() => cellsOf(page, 7_003)).toEqual([String(1 / 7_003)])
  })

  it.each([
    ['cut', 'It has no footer'],
    ['lying', 'Its footer is larger than the file'],
    ['noise', 'Its footer'],
  ])('says of a Parquet table that is %s what is wrong with it', async (name, text) => {
    await expectText(`parquet/${name}.parquet`, text)
  })

  it.each([
    ['grid.npy', ['(40, 60)', 'float32', '0 … 98', '40 rows × 60 columns']],
    ['turned.npy', ['(40, 60)', '40 rows × 60 columns, dark 0 to light 98']],
    ['half.npy', ['float16', '−2.25 … 1.5', '0, 1, 1', '5.960464477539063e-8']],
    ['wide.npy', ['int64', '4611686018427387905']],
    ['big-endian.npy', ['float64, big endian', '1.5 … 2.5']],
    ['records.npy', ['Its elements are records']],
    ['objects.npy', ['which are pickled: they are never opened here']],
    ['picture.npy', ['(32, 48, 3)', 'uint8']],
    ['volume.npy', ['(5, 8, 9)', 'Plane 1 of 5']],
    ['empty.npy', ['(0, 3)']],
    ['packed.npz', ['2 arrays', '(40, 60)', '49 ± 20.8127']],
    ['plain.npz', ['1 array', '(10,)', '4.5']],
    ['bomb.npz', ['(268435456,)', 'the first 33,554,432 of 268,435,456 values']],
  ])('shows what NumPy has written: %s', async (name, parts) => {
    await expectText(`arrays/${name}`, ...parts)
  })

  it('draws a plane of an array as it is', async () => {
    const page = await look('arrays/grid.npy')
    const canvas = page.getByRole('img', { name: '40 × 60 values' })
    await canvas.waitFor()
    const pixels = await canvas.evaluate(readCorners)
    expect(pixels).toEqual([
      [68, 1, 84, 255],
      [253, 231, 37, 255],
    ])
  })

  it('shows a table of text with its quotes and separators, ordered as one asks', async () => {
    const page = await look('texts/quoted.csv')
    expect(await cellsOf(page, 1)).toEqual(['ü', '1,5', 'two lines; and "quotes"'])
    await page.getByRole('button', { name: 'name' }).click()
    await expect.poll(() => cellsOf(page, 1)).toEqual(['b', '10', 'x'])
  })

  it('reads a table of a million rows as one scrolls, and never waits for it', async () => {
    const rows = Array.from({ length: 1_000_000 }, (_, row) => `${row},${row % 97},name ${row}`)
    await open.client.uploadArtifact(uri, 'big.csv', new TextEncoder().encode(`id,rest,name\n${rows.join('\n')}\n`))
    let received = 0
    const page = await open.browser.newPage()
    page.on('response', (answer) => (received += Number(answer.url().includes('big.csv') ? answer.headers()['content-length'] : 0)))
    await page.goto(`${open.url}/r/${run}/files?path=big.csv`)
    expect(await cellsOf(page, 2)).toEqual(['1', '1', 'name 1'])
    expect(received).toBeLessThan(3_000_000)
    const table = page.getByRole('table')
    await expect
      .poll(
        async () => {
          await table.evaluate((element) => element.scrollTo(0, element.scrollHeight))
          return (await textOf(page)).includes('1,000,000 rows')
        },
        { timeout: 60_000 },
      )
      .toBe(true)
    await table.evaluate((element) => element.scrollTo(0, element.scrollHeight))
    await page.getByText('name 999999').waitFor()
  })

  it('shows JSON as a tree to the last digit, and tables of log_table as tables', async () => {
    const page = await expectText('texts/config.json', '12345678901234567890', 'NaN')
    await page.getByRole('button', { name: /layers/ }).click()
    await expect.poll(() => textOf(page)).toContain('2: 3')
    const other = await look('eval/table.json')
    expect(await cellsOf(other, 2)).toEqual(['b', '1.5'])
  })

  it.each([
    ['texts/deep.json', 'it is nested too deeply. It is shown as text.'],
    ['texts/broken.json', 'it is not JSON. It is shown as text.'],
    ['texts/wide.csv', 'longer than a page can show as a table. It is shown as text.'],
    ['texts/latin.txt', 'größe'],
    ['pictures/lie.png', 'It is called a picture, but is none'],
    ['pictures/torn.png', 'This browser can not show it as a picture.'],
    ['pictures/scan.tiff', 'Browsers do not show TIFF'],
    ['nothing.txt', 'The file is empty.'],
    ['model.pkl', 'Whoever loads a pickle runs what stands in it'],
    ['unknown.xyz', '00000010  10 11 12 13'],
    ['texts/notes.md', "<script>document.title='taken over'</script>"],
  ])('says what %s is, and hangs on nothing', async (path, text) => {
    const page = await expectText(path, text)
    expect(await page.title()).not.toContain('taken over')
  })

  it('shows documents and drawings without running what stands in them', async () => {
    const page = await open.browser.newPage()
    const answered: string[] = []
    page.on('response', (response) => answered.push(response.url()))
    await page.goto(`${open.url}/r/${run}/files?path=texts/report.html`)
    await page.frameLocator('iframe').getByRole('heading', { name: 'Report' }).waitFor()
    await page.getByText('Its scripts are not run').waitFor()
    expect(answered.filter((url) => url.includes('/api/asked'))).toEqual([])
    expect(await page.title()).not.toContain('taken over')
    const drawing = await expectText('pictures/drawing.svg', '40 × 30 pixels')
    expect(await drawing.title()).not.toContain('taken over')
  })

  it('shows pictures in their size, and larger', async () => {
    const page = await expectText('pictures/plot.png', '400 × 300 pixels')
    await page.getByRole('combobox', { name: 'Zoom' }).selectOption('2')
    await expect.poll(() => page.getByAltText('pictures/plot.png').evaluate((image) => image.getBoundingClientRect().width)).toBe(800)
  })

  it('plays sounds, and seeks in them', async () => {
    const page = await look('pictures/tone.wav')
    const audio = page.getByLabel('pictures/tone.wav')
    await expect.poll(() => audio.evaluate(readSound)).toEqual({ duration: 3, at: 0 })
    await audio.evaluate(seekTo, 2)
    await expect.poll(() => audio.evaluate(readSound)).toEqual({ duration: 3, at: 2 })
  })

  it('shows notebooks with their outputs', async () => {
    const page = await expectText('notebook/look.ipynb', 'Some text.', 'print(1)', 'printed', 'ValueError: no')
    expect(await page.getByAltText('Output').evaluate(readWidth)).toBe(1)
  })

  it.each(['light', 'dark'] as const)('has no violation that axe finds, in the %s theme', async (colorScheme) => {
    const found: string[] = []
    for (const path of [
      'texts/train.py',
      'parquet/snappy.parquet',
      'arrays/grid.npy',
      'texts/config.json',
      'pictures/plot.png',
      'notebook/look.ipynb',
    ]) {
      const page = await look(path, { colorScheme, bypassCSP: true })
      await expect.poll(() => page.locator('main [aria-busy="true"]').count()).toBe(0)
      await page.evaluate(axeScript)
      const { violations } = (await page.evaluate('axe.run()')) as {
        violations: { id: string; nodes: { html: string; failureSummary: string }[] }[]
      }
      found.push(
        ...violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${path} ${id}: ${html} ${failureSummary}`)),
      )
      await page.close()
    }
    expect(found).toEqual([])
  })

  it('has reported no error in the console but scripts that were not run', () => {
    expect(open.browser.problems.filter((problem) => !/Blocked script execution|Content Security Policy directive/.test(problem))).toEqual(
      [],
    )
  })
})
