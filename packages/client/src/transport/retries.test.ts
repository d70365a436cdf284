import { describe, expect, it } from 'vitest'
import { createClient } from '../client.ts'
import { answerJson, serve } from '../testing/serve.ts'
import { readRetryAfter } from './retry-after.ts'
import type { RetryPolicy } from './retries.ts'

/** A policy that remembers its pauses instead of waiting. */
function impatient(given: Partial<RetryPolicy> = {}): { policy: Partial<RetryPolicy>; pauses: number[] } {
  const pauses: number[] = []
  const pause = async (milliseconds: number): Promise<void> => void pauses.push(milliseconds)
  return { policy: { random: () => 0.5, pause, ...given }, pauses }
}

describe('retries', () => {
  it.each([408, 429, 502, 503, 504])('asks again after %i', async (status) => {
    await using server = await serve((_request, response, before) => answerJson(response, {}, before < 2 ? status : 200))
    const { policy } = impatient()
    await createClient({ url: server.url, retries: policy }).setTag({ run_id: 'r', key: 'k' })
    expect(server.received).toHaveLength(3)
  })

  it('does not ask again after an answer that will not change', async () => {
    await using server = await serve((_request, response) => answerJson(response, { error_code: 'INTERNAL_ERROR', message: 'no' }, 500))
    const { policy } = impatient()
    await expect(createClient({ url: server.url, retries: policy }).getRun({ run_id: 'x' })).rejects.toMatchObject({
      code: 'INTERNAL_ERROR',
    })
    expect(server.received).toHaveLength(1)
  })

  it('pauses for a random part of a limit that doubles up to its bound', async () => {
    await using server = await serve((_request, response) => answerJson(response, {}, 503))
    const { policy, pauses } = impatient({ retries: 5, firstPause: 100, longestPause: 1_000 })
    await expect(createClient({ url: server.url, retries: policy }).getRun({ run_id: 'x' })).rejects.toMatchObject({
      code: 'TEMPORARILY_UNAVAILABLE',
    })
    expect(pauses).toEqual([50, 100, 200, 400, 500])
  })

  it('waits as long as the server asks for', async () => {
    await using server = await serve((_request, response, before) =>
      answerJson(response, {}, before === 0 ? 429 : 200, before === 0 ? { 'retry-after': '7' } : {}),
    )
    const { policy, pauses } = impatient()
    await createClient({ url: server.url, retries: policy }).setTag({ run_id: 'r', key: 'k' })
    expect(pauses).toEqual([7_000])
  })

  it('never repeats a creation without an idempotency key', async () => {
    await using server = await serve((_request, response) => answerJson(response, {}, 503))
    const { policy } = impatient()
    const client = createClient({ url: server.url, retries: policy })
    await expect(client.createRun({ experiment_id: '0' })).rejects.toThrow('503')
    await expect(client.createExperiment({ name: 'e' })).rejects.toThrow('503')
    expect(server.received).toHaveLength(2)
  })

  it('repeats a creation with the same idempotency key', async () => {
    const run = { info: { run_id: 'r', run_uuid: 'r', experiment_id: '0', status: 'RUNNING', lifecycle_stage: 'active' } }
    await using server = await serve((_request, response, before) => answerJson(response, { run }, before === 0 ? 503 : 200))
    const { policy } = impatient()
    await createClient({ url: server.url, retries: policy }).createRun({ experiment_id: '0' }, { idempotencyKey: 'w:1' })
    expect(server.received.map(({ headers }) => headers['idempotency-key'])).toEqual(['w:1', 'w:1'])
  })

  it('asks again when the connection breaks', async () => {
    await using server = await serve((_request, response, before) => (before === 0 ? response.destroy() : answerJson(response, {})))
    const { policy } = impatient()
    await createClient({ url: server.url, retries: policy }).setTag({ run_id: 'r', key: 'k' })
    expect(server.received).toHaveLength(2)
  })

  it('stops waiting when aborted', async () => {
    await using server = await serve((_request, response) => answerJson(response, {}, 503, { 'retry-after': '60' }))
    const stop = new AbortController()
    const call = createClient({ url: server.url }).getRun({ run_id: 'x' }, { signal: stop.signal })
    setTimeout(() => stop.abort(new Error('enough')), 50)
    await expect(call).rejects.toThrow('enough')
  })
})

describe('Retry-After', () => {
  it('is read in seconds and as a date', () => {
    const now = Date.parse('2026-01-01T00:00:00Z')
    expect(readRetryAfter('2', now)).toBe(2_000)
    expect(readRetryAfter('Thu, 01 Jan 2026 00:00:30 GMT', now)).toBe(30_000)
    expect(readRetryAfter('Thu, 01 Jan 2020 00:00:30 GMT', now)).toBe(0)
    expect(readRetryAfter('soon', now)).toBe(0)
    expect(readRetryAfter(null, now)).toBe(0)
  })
})
