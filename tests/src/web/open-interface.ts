import { type Client, createClient } from '@reprise/client'
import { createTemporaryFolder, ensureChromium, openBrowser, type OpenBrowser, requirePart, startRepriseServer } from '@reprise/testing'

const binary = await ensureChromium()
export const chromium = requirePart('Chromium', binary)

/** A real server with a store of its own, and a real browser to look at it. */
export interface OpenInterface extends AsyncDisposable {
  readonly url: string
  readonly client: Client
  readonly browser: OpenBrowser
  close(): Promise<void>
}

export type Page = Awaited<ReturnType<OpenBrowser['newPage']>>
export type Locator = ReturnType<Page['locator']>

export async function openInterface(): Promise<OpenInterface> {
  if (binary.reason !== undefined) throw new Error(binary.reason)
  const folder = await createTemporaryFolder('web')
  const server = await startRepriseServer({ store: `${folder.path}/runs.db`, artifacts: `${folder.path}/artifacts` })
  const browser = await openBrowser(binary)
  const close = async () => {
    await browser.close()
    await server.stop()
    await folder.remove()
  }
  return { url: server.url, client: createClient({ url: server.url }), browser, close, [Symbol.asyncDispose]: close }
}

/** Makes an experiment; where there is one of that name already, as when a test is repeated, one of a name like it. */
export async function newExperiment(client: Client, name: string): Promise<string> {
  const before = await client.searchExperiments({ filter: `name LIKE '${name}%'`, max_results: 1_000 })
  const { experiment_id } = await client.createExperiment({
    name: before.experiments.length === 0 ? name : `${name} ${before.experiments.length}`,
  })
  return experiment_id
}
