import { createServer, request as ask } from 'node:http'
import type { AddressInfo } from 'node:net'
import { axeScript, type Page } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reprise, results } from '../e2e/reprise.ts'
import { dataOfPage } from './data-of-page.ts'
import { logRun } from './log-runs.ts'
import { chromium, openInterface, type OpenInterface } from './open-interface.ts'

describe.skipIf(chromium.missing)(`runs that are shared by a link${chromium.note}`, () => {
  let open: OpenInterface
  let experiment: string
  let first: string
  let second: string
  /** Of a link that ends before it is looked at. */
  let short: string

  beforeAll(async () => {
    open = await openInterface()
    experiment = (await open.client.createExperiment({ name: 'shared' })).experiment_id
    const metrics = { loss: [4, 3, 2, 1] }
    first = await logRun(open.client, experiment, { name: 'first', params: { lr: '0.1' }, metrics })
    second = await logRun(open.client, experiment, { name: 'second', params: { lr: '0.2' }, metrics })
    short = (await open.client.createShare({ run_ids: [first], expiry_time: Date.now() + 5_000 })).token
  })
  afterAll(() => open.close())

  const share = async (...runs: string[]) => (await open.client.createShare({ run_ids: runs })).token
  const openDialog = async (page: Page) => {
    await page.getByRole('button', { name: 'Share or export' }).click()
    await page.getByRole('menuitem', { name: /Share by a link/ }).click()
    return page.getByRole('dialog')
  }
  const readLink = async (link: string) => {
    const answer = await fetch(link)
    const text = await answer.text()
    return { status: answer.status, text, data: dataOfPage(text), headers: answer.headers }
  }

  it('are read by whoever has the link, who asks the server for nothing else', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/r/${first}/overview`)
    const dialog = await openDialog(page)
    await dialog.getByRole('textbox', { name: 'What to call the link' }).fill('For the board')
    await dialog.getByRole('combobox', { name: 'How long it is good' }).selectOption('for 30 days')
    await dialog.getByRole('button', { name: 'Create a link' }).click()
    const row = dialog.getByRole('listitem').filter({ hasText: 'For the board' })
    await expect.poll(() => row.innerText()).toContain('ends in 30 days')
    const link = (await row.getByRole('link').getAttribute('href')) ?? ''
    expect(link).toMatch(new RegExp(`^${open.url}/s/[\\w-]{43}$`))

    const asked: string[] = []
    const reader = await open.browser.newPage()
    reader.on('request', (request) => asked.push(request.url()))
    await reader.goto(link)
    await reader.getByRole('heading', { name: 'first' }).waitFor()
    await expect.poll(() => reader.getByRole('region', { name: 'Params' }).innerText()).toMatch(/lr\s+0\.1/)
    await reader.getByRole('link', { name: 'Metrics' }).click()
    await reader.getByRole('img', { name: 'loss: 1 curve' }).waitFor()
    expect(new Set(asked.map((url) => url.replace(/#.*/, '')))).toEqual(new Set([link]))
    const { text, data } = await readLink(link)
    expect(data).toContain(first)
    expect(text + data).not.toContain(second)
  })

  it('reach their reader through a proxy that lets nothing else through', async () => {
    const proxy = createServer((request, response) => {
      if (request.url?.startsWith('/s/') !== true) return void response.writeHead(403).end()
      const { host, ...headers } = request.headers
      const passed = ask(open.url + request.url, { headers: { ...headers, 'x-forwarded-host': host } }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(response)
      })
      passed.end()
    })
    await new Promise<void>((resolve) => void proxy.listen(0, '127.0.0.1', resolve))
    try {
      const page = await open.browser.newPage()
      await page.goto(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}/s/${await share(first, second)}`)
      await page.getByRole('heading', { name: '2 runs compared' }).waitFor()
      await page.getByRole('img', { name: 'loss: 2 curves' }).waitFor()
    } finally {
      proxy.closeAllConnections()
      await new Promise((resolve) => proxy.close(resolve))
    }
  })

  it('are no part of this server for the browser, nor for search engines, and can be read by everybody', async () => {
    const link = `${open.url}/s/${await share(first)}`
    const { headers } = await readLink(link)
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': expect.stringMatching(/^private, max-age=\d$/),
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
      'content-security-policy': expect.stringMatching(/^sandbox (?!.*allow-same-origin)/),
    })
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await open.browser.newPage({ colorScheme })
      await page.goto(link)
      await page.getByRole('heading', { name: 'first' }).waitFor()
      expect(await page.evaluate('fetch("/version").then(() => "reached", () => "kept out")')).toBe('kept out')
      await page.evaluate(axeScript)
      const { violations } = (await page.evaluate('axe.run()')) as { violations: readonly object[] }
      expect(violations).toEqual([])
    }
  })

  it('are shown as they are now', async () => {
    const run = await logRun(open.client, experiment, { name: 'lives', status: 'RUNNING' })
    const link = `${open.url}/s/${await share(run)}`
    expect((await readLink(link)).data).not.toContain('came-later')
    await open.client.setTag({ run_id: run, key: 'came-later', value: 'yes' })
    await expect.poll(async () => (await readLink(link)).data.includes('came-later')).toBe(true)
  })

  it('are gone once the link is revoked, which is asked for twice', async () => {
    const { share: made, token } = await open.client.createShare({ run_ids: [second] })
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/r/${second}/overview`)
    const dialog = await openDialog(page)
    const row = dialog.getByRole('listitem').filter({ hasText: made.share_id })
    await row.getByRole('button', { name: 'Revoke' }).click()
    expect((await readLink(`${open.url}/s/${token}`)).status).toBe(200)
    await row.getByRole('button', { name: 'Revoke for good?' }).click()
    await expect.poll(() => dialog.getByRole('listitem').filter({ hasText: made.share_id }).count()).toBe(0)
    const gone = await readLink(`${open.url}/s/${token}`)
    expect(gone.status).toBe(404)
    expect(gone.text).toContain('This link leads nowhere')
  })

  it('are gone when their time is over, and then nobody can tell the link from one that never was', async () => {
    const over = () => readLink(`${open.url}/s/${short}`)
    await expect.poll(async () => (await over()).status).toBe(404)
    const never = await readLink(`${open.url}/s/${'x'.repeat(43)}`)
    expect((await over()).text).toBe(never.text)
    expect(never.status).toBe(404)
    expect((await readLink(`${open.url}/s/%00'--`)).status).toBe(404)
  })

  it('say so where they were deleted', async () => {
    const run = await logRun(open.client, experiment, { name: 'short-lived' })
    const [alone, among] = [await share(run), await share(first, run)]
    await open.client.deleteRun({ run_id: run })
    const gone = await readLink(`${open.url}/s/${alone}`)
    expect(gone.status).toBe(410)
    expect(gone.text).toContain('What was shared here was deleted')
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/s/${among}`)
    await page.getByRole('heading', { name: 'first' }).waitFor()
    await page.getByText('Not everything is in this page').click()
    await page.getByText(`Run ${run} was deleted.`).waitFor()
  })

  it('are shared, listed and taken back by commands too', async () => {
    const place = { cwd: '/', env: { REPRISE_TRACKING_URI: open.url } }
    const link = (await results(['runs', 'share', first.slice(0, 8), second, '--expires', '7d', '--title', 'By hand'], place)).trim()
    expect((await readLink(link)).status).toBe(200)
    expect(await results(['shares', 'list'], place)).toMatch(/By hand/)
    const [listed] = JSON.parse(await results(['shares', 'list', '--json'], place)).shares as {
      share_id: string
      run_ids: string[]
      expiry_time: number
    }[]
    expect(listed?.run_ids).toEqual([first, second])
    expect(Number(listed?.expiry_time) - Date.now()).toBeGreaterThan(6 * 86_400_000)
    await results(['shares', 'revoke', listed?.share_id.slice(0, 8) ?? ''], place)
    expect((await readLink(link)).status).toBe(404)
    expect((await reprise(['shares', 'revoke', 'nothing'], place)).stderr).toContain('There is no such share')
  })
})
