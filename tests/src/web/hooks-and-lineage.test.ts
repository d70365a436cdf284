import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logRun } from './log-runs.ts'
import { boxesOf } from './mouse.ts'
import { chromium, openInterface, type OpenInterface } from './open-interface.ts'

describe.skipIf(chromium.missing)(`hooks and lineage in a browser${chromium.note}`, () => {
  let open: OpenInterface
  let experiment: string
  const received: { headers: IncomingHttpHeaders; body: string }[] = []
  const receiver = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => (body += text))
    request.on('end', () => {
      received.push({ headers: request.headers, body })
      response.end('thanks')
    })
  })
  beforeAll(async () => {
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
    open = await openInterface()
    experiment = (await open.client.createExperiment({ name: 'watched' })).experiment_id
  })
  afterAll(async () => {
    await open.close()
    receiver.close()
  })

  it('registers an address, tries it, and shows what was sent', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/hooks`)
    await page.getByRole('button', { name: 'New hook' }).click()
    const form = page.getByRole('form', { name: 'New hook' })
    await form.getByLabel('Name').fill('chat')
    await form.getByLabel('Address').fill('ftp://nowhere')
    await form.getByRole('button', { name: 'Create' }).click()
    await form.getByRole('alert').waitFor()
    await form.getByLabel('Address').fill(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`)
    await form.getByLabel('Secret').fill('a secret of the test')
    await form.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('link', { name: 'chat' }).waitFor()

    await page.getByRole('button', { name: 'Send chat an example' }).click()
    await page.getByText('answered 200').waitFor()
    expect(received).toHaveLength(1)

    const run = await logRun(open.client, experiment, { name: 'broken', status: 'FAILED' })
    await page.getByRole('link', { name: 'chat' }).click()
    const sent = page.getByRole('region', { name: 'Sent to chat' })
    await expect.poll(() => sent.innerText(), { timeout: 30_000 }).toContain('delivered')
    await expect.poll(() => sent.innerText()).toContain('run.failed')
    expect(received.at(-1)?.body).toContain(run)
    expect(await page.content()).not.toContain('a secret of the test')

    page.on('dialog', (dialog) => void dialog.accept())
    await sent.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('No address is told').waitFor()
  })

  it('draws where data came from and what was made of them', async () => {
    const first = await logRun(open.client, experiment, { name: 'prepare' })
    const second = await logRun(open.client, experiment, { name: 'train' })
    const dataset = { name: 'clean.csv', digest: 'a'.repeat(32), source_type: 'local', source: '{}' }
    await open.client.logDatasetOutputs({ run_id: first, datasets: [dataset] })
    await open.client.logInputs({ run_id: second, datasets: [{ dataset, tags: [{ key: 'mlflow.data.context', value: 'training' }] }] })
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/data`)
    await page.getByRole('link', { name: 'clean.csv' }).click()
    await page.getByRole('main').getByRole('link', { name: 'Lineage' }).click()
    const graph = page.getByRole('region', { name: 'Graph' })
    await graph.getByRole('link', { name: 'prepare' }).waitFor()
    const [made, read] = await boxesOf(graph.getByRole('link', { name: 'prepare' }), graph.getByRole('link', { name: 'train' }))
    expect(made.x).toBeLessThan(read.x)
    await graph.getByRole('link', { name: 'train' }).click()
    await page.getByRole('heading', { name: 'train' }).waitFor()
    await page.getByRole('link', { name: 'Lineage' }).last().click()
    await page.getByRole('region', { name: 'Graph' }).getByRole('link', { name: 'prepare' }).waitFor()
  })

  it('has reported no error in the console but what the server refused', () => {
    expect(open.browser.problems.filter((problem) => !problem.includes('status of 400') && !problem.includes('status of 404'))).toEqual([])
  })
})
