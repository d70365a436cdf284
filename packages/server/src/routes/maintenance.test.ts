import { setTimeout as sleep } from 'node:timers/promises'
import type { Store } from '@reprise/storage'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createServer } from '../create-server.ts'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'

/** Milliseconds that work takes here, that a client waits for headers, and between two signs of life. */
const [WORK, PATIENCE, SIGN_OF_LIFE] = [4_500, 2_000, 200]

/** A store that needs its time. */
function slow(store: Store): Store {
  return {
    call: (...args) => store.call(...args),
    changesAfter: (...args) => store.changesAfter(...args),
    onChange: (listener) => store.onChange(listener),
    statistics: () => store.statistics(),
    close: () => store.close(),
    collectGarbage: (request) => sleep(WORK).then(() => store.collectGarbage(request)),
    verify: () => sleep(WORK).then(() => store.verify()),
    backup: (target) => sleep(WORK).then(() => store.backup(target)),
  }
}

/** `fetch` with less patience than its 300 seconds; the runtime's own class is nowhere to be imported from. */
async function impatientFetch(url: string, init: RequestInit): Promise<Response> {
  await fetch(url, { method: 'HEAD' }).catch(() => undefined)
  const dispatchers = globalThis as unknown as Record<symbol, { readonly constructor: new (options: object) => unknown } | undefined>
  const Agent = (dispatchers[Symbol.for('undici.globalDispatcher.2')] ?? dispatchers[Symbol.for('undici.globalDispatcher.1')])?.constructor
  if (Agent === undefined) throw new Error('fetch is not undici here')
  return fetch(url, { ...init, dispatcher: new Agent({ headersTimeout: PATIENCE }) } as RequestInit)
}

describe('maintenance that takes longer than a client waits for an answer', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer()
    await server.post('/experiments/create', { name: 'kept' })
  })
  afterAll(() => server.close())

  const ask = (url: string, what: string): Promise<Response> =>
    impatientFetch(`${url}/api/reprise/1/store/${what}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })

  it('says that it goes on, and is answered with its status', async () => {
    const running = await createServer({ ...server.parts, store: slow(server.parts.store), signOfLife: SIGN_OF_LIFE }).listen({ port: 0 })
    const [gc, fsck, backup] = await Promise.all(['gc', 'fsck', 'backup'].map((what) => ask(running.url, what)))
    expect([gc?.status, await gc?.json()]).toEqual([200, expect.objectContaining({ runs: 0 })])
    expect([fsck?.status, await fsck?.json()]).toEqual([200, expect.objectContaining({ problems: [] })])
    expect((await backup?.text())?.slice(0, 15)).toBe('SQLite format 3')
    await running.close()
  })

  it('would be given up without a word', async () => {
    const running = await createServer({ ...server.parts, store: slow(server.parts.store) }).listen({ port: 0 })
    await expect(ask(running.url, 'fsck')).rejects.toMatchObject({ cause: { code: 'UND_ERR_HEADERS_TIMEOUT' } })
    await running.close()
  })
})
