import { get } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'

describe('the live feed', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer()
  })
  afterAll(() => server.close())

  it('tells of runs and points as they come, and misses nothing after Last-Event-ID', { timeout: 120_000 }, async () => {
    const reader = await follow(server.url)
    const run = await createRun(server)
    await logPoint(server, run)
    await server.post('/runs/update', { run_id: run, status: 'FINISHED', end_time: 9 })
    await reader.until((events) =>
      ['run-created', 'points', 'run-finished'].every((kind) => events.some((event) => event.kind === kind && event.run === run)),
    )
    const last = reader.events.at(-1)?.id
    reader.close()

    const missed = await createRun(server)
    const again = await follow(server.url, { 'last-event-id': last ?? '' })
    await again.until((events) => events.some((event) => event.kind === 'run-created' && event.run === missed))
    expect(again.events.some((event) => event.run === run && event.kind === 'run-created')).toBe(false)
    again.close()
  })

  it('shows only the runs that were asked for', { timeout: 120_000 }, async () => {
    const wanted = await createRun(server)
    const reader = await follow(server.url, {}, `?run_id=${wanted}`)
    await logPoint(server, await createRun(server))
    await logPoint(server, wanted)
    await reader.until((events) => events.length > 0)
    expect(new Set(reader.events.map(({ run }) => run))).toEqual(new Set([wanted]))
    reader.close()
  })

  it('tells a reader that comes back with an unknown position to start afresh', async () => {
    const reader = await follow(server.url, { 'last-event-id': '999999999' })
    await reader.until((events) => events.some(({ kind }) => kind === 'reset'))
    reader.close()
  })
})

interface SeenEvent {
  readonly id: string
  readonly kind: string
  readonly run: string | undefined
}

interface Reader {
  readonly events: readonly SeenEvent[]
  until(seen: (events: readonly SeenEvent[]) => boolean): Promise<void>
  close(): void
}

function follow(url: string, headers: Record<string, string> = {}, query = ''): Promise<Reader> {
  return new Promise((resolve, reject) => {
    const events: SeenEvent[] = []
    let rest = ''
    let wake = (): void => undefined
    const request = get(`${url}/api/reprise/1/events${query}`, { headers }, (response) => {
      expect(response.headers['content-type']).toBe('text/event-stream')
      response.setEncoding('utf8').on('data', (text: string) => {
        const blocks = (rest + text).split('\n\n')
        rest = blocks.pop() ?? ''
        events.push(...blocks.filter((block) => block.startsWith('id: ')).map(parseEvent))
        wake()
        resolve(reader)
      })
      response.on('error', () => undefined)
    })
    request.on('error', reject)
    const reader: Reader = {
      events,
      until: async (seen) => {
        while (!seen(events)) await new Promise<void>((next) => (wake = next))
      },
      close: () => request.destroy(),
    }
  })
}

function parseEvent(block: string): SeenEvent {
  const [id = '', kind = '', data = '{}'] = block.split('\n').map((line) => line.slice(line.indexOf(': ') + 2))
  return { id, kind, run: (JSON.parse(data) as { run_id?: string }).run_id }
}

async function createRun(server: TestServer): Promise<string> {
  return (await server.post('/runs/create', { experiment_id: '0', start_time: 1 })).json.run.info.run_id as string
}

async function logPoint(server: TestServer, run: string): Promise<void> {
  await server.post('/runs/log-metric', { run_id: run, key: 'm', value: 1, timestamp: 1 })
}
