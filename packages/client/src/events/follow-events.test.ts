import { describe, expect, it } from 'vitest'
import { createClient } from '../client.ts'
import { answerJson, serve } from '../testing/serve.ts'
import type { ServerEvent } from './follow-events.ts'
import { readEventStream } from './read-event-stream.ts'

function change(id: number, kind: string): string {
  return `id: ${id}\nevent: ${kind}\ndata: {"kind":"${kind}","time":7,"experiment_id":"1","run_id":"r"}\n\n`
}

async function take(events: AsyncIterable<ServerEvent>, count: number): Promise<ServerEvent[]> {
  const taken: ServerEvent[] = []
  for await (const event of events) {
    taken.push(event)
    if (taken.length === count) break
  }
  return taken
}

describe('following events', () => {
  it('yields changes and resets', async () => {
    await using server = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(`: connected\n\n${change(1, 'run-created')}id: 2\nevent: reset\ndata: {}\n\n`)
    })
    expect(await take(createClient({ url: server.url }).events(), 2)).toEqual([
      { id: '1', kind: 'run-created', time: 7, experimentId: '1', runId: 'r' },
      { id: '2', kind: 'reset' },
    ])
  })

  it('goes on after the last event when the connection breaks', async () => {
    await using server = await serve((_request, response, before) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end(before === 0 ? `${change(1, 'points')}${change(2, 'points')}id: 3\nevent: poi` : change(3, 'run-finished'))
    })
    const connected: boolean[] = []
    const onConnect = (isResumed: boolean) => void connected.push(isResumed)
    const events = createClient({ url: server.url, retries: { firstPause: 1 } }).events({ lastEventId: '0', runIds: ['r'], onConnect })
    expect((await take(events, 3)).map(({ id }) => id)).toEqual(['1', '2', '3'])
    expect(connected).toEqual([true, true])
    expect(server.received.map(({ headers }) => headers['last-event-id'])).toEqual(['0', '2'])
    expect(server.received[1]?.url).toBe('/api/reprise/1/events?run_id=r')
  })

  it('says that something may have been missed where it began or broke before the first event', async () => {
    await using server = await serve((_request, response, before) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end(before === 0 ? ': connected\n\n' : change(1, 'points'))
    })
    const connected: boolean[] = []
    const onConnect = (isResumed: boolean) => void connected.push(isResumed)
    await take(createClient({ url: server.url, retries: { firstPause: 1 } }).events({ onConnect }), 1)
    expect(connected).toEqual([false, false])
  })

  it('ends without an error when aborted', async () => {
    await using server = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(change(1, 'points'))
    })
    const stop = new AbortController()
    const seen: string[] = []
    for await (const { id } of createClient({ url: server.url }).events({ signal: stop.signal })) {
      seen.push(id)
      stop.abort()
    }
    expect(seen).toEqual(['1'])
  })

  it('fails when the server refuses, or stays away', async () => {
    await using server = await serve((_request, response) => answerJson(response, { error_code: 'PERMISSION_DENIED', message: 'no' }, 403))
    await expect(take(createClient({ url: server.url }).events(), 1)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
    const { url } = server
    await server[Symbol.asyncDispose]()
    await expect(take(createClient({ url, retries: { retries: 1, firstPause: 1 } }).events(), 1)).rejects.toMatchObject({
      code: 'TEMPORARILY_UNAVAILABLE',
    })
  })
})

describe('reading an event stream', () => {
  it('joins data lines, whatever the pieces and line ends it comes in', async () => {
    const text = 'data: a\r\ndata: b\r\n\r\nid\ndata:{"ü":1}\n\n'
    const bytes = new TextEncoder().encode(text)
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
        controller.close()
      },
    })
    const messages = []
    for await (const message of readEventStream(stream)) messages.push(message)
    expect(messages).toEqual([
      { id: undefined, event: 'message', data: 'a\nb' },
      { id: '', event: 'message', data: '{"ü":1}' },
    ])
  })
})
