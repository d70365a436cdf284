import { join } from 'node:path'
import { createClient } from '@reprise/client'
import { createTracker } from '@reprise/sdk'
import { createTemporaryFolder, startRepriseServer } from '@reprise/testing'
import { describe, expect, it } from 'vitest'

describe('the live feed', () => {
  it('tells a client of what a program logs, and goes on where it left off', async () => {
    await using folder = await createTemporaryFolder('events')
    await using server = await startRepriseServer({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts') })
    const client = createClient({ url: server.url })
    const tracker = createTracker({ trackingUri: server.url, spool: join(folder.path, 'spool') })
    const stop = new AbortController()
    const events = client.events({ signal: stop.signal })
    let isConnected = false
    const first = events.next().finally(() => (isConnected = true))
    // What happened before the feed was open is not in it.
    while (!isConnected) await tracker.withRun({ name: 'unseen' }, () => undefined)
    const { id, experimentId } = await tracker.withRun({ name: 'seen' }, (run) => {
      run.logMetric('m', 1)
      return run
    })
    const kinds: string[] = []
    let { value: event } = await first
    let lastEventId = ''
    while (event !== undefined && !(event.kind === 'run-finished' && event.runId === id)) {
      if (event.kind !== 'reset' && event.runId === id) kinds.push(event.kind)
      lastEventId = event.id
      event = (await events.next()).value
    }
    expect(kinds).toContain('run-created')
    expect(kinds).toContain('points')
    expect(event).toMatchObject({ kind: 'run-finished', runId: id, experimentId })
    stop.abort()
    expect((await events.next()).done).toBe(true)

    for await (const missed of client.events({ lastEventId, runIds: [id] })) {
      expect(missed).toEqual(event)
      break
    }
  })
})
